import torch
from torch import nn

torch.manual_seed(0)
layer = nn.Linear(3, 2)
x = torch.ones(4, 3)
print(layer)
print(layer(x).shape, sum(p.numel() for p in layer.parameters()))
try:
    layer(torch.ones(4, 2))
except RuntimeError as e:
    print(e)
