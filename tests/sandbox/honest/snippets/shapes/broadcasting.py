import torch

row = torch.arange(3)
column = torch.arange(4).unsqueeze(1)
print(row + column)
print(torch.broadcast_shapes((3, 1), (1, 4), (2, 1, 1)))
try:
    torch.ones(2, 3) + torch.ones(2)
except RuntimeError as e:
    print(e)
