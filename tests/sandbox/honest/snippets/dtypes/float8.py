import torch

x = torch.tensor([0.1, 1.0, 300.0]).to(torch.float8_e4m3fn)
print(x.dtype, x.float())
