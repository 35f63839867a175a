import torch

print((torch.ones(2, dtype=torch.int8) + torch.ones(2, dtype=torch.int64)).dtype)
print((torch.ones(2, dtype=torch.int32) / 2).dtype, (torch.ones(2, dtype=torch.int32) // 2).dtype)
print(torch.result_type(torch.tensor(1), 2.0), torch.promote_types(torch.float16, torch.bfloat16))
print(torch.can_cast(torch.float32, torch.int32), (torch.tensor(True) + 1).dtype)
try:
    torch.ones(2) @ torch.ones(2, dtype=torch.double)
except RuntimeError as e:
    print(e)
