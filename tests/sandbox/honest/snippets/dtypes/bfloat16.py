import torch

x = torch.tensor([1 / 3, 1000.5, 3e38], dtype=torch.bfloat16)
print(x)
print((x[:2] @ x[:2]).dtype, x.float())
print(torch.finfo(torch.bfloat16))
torch.ones(3, 3, dtype=torch.bfloat16) @ torch.ones(3, 3, dtype=torch.bfloat16)
