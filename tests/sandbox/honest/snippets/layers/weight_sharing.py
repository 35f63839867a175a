import torch
from torch import nn

a, b = nn.Linear(2, 2, bias=False), nn.Linear(2, 2, bias=False)
b.weight = a.weight
model = nn.Sequential(a, b)
print(sum(p.numel() for p in model.parameters()))
model(torch.ones(1, 2)).sum().backward()
a.weight.grad is b.weight.grad
