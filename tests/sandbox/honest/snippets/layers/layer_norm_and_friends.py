import torch
from torch import nn

x = torch.arange(12.0).view(2, 6)
for norm in (nn.LayerNorm(6), nn.GroupNorm(2, 6), nn.RMSNorm(6)):
    y = norm(x)
    print(type(norm).__name__, y.mean().round(decimals=3).item(), y.shape)
