import torch

x = torch.tensor([1.0], dtype=torch.float32)
print(x.view(torch.int32), hex(x.view(torch.int32).item()))
print(torch.tensor([1, 256], dtype=torch.int16).view(torch.uint8))
torch.bitwise_left_shift(torch.tensor(1), torch.arange(4))
