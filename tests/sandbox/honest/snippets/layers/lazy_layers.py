import torch
from torch import nn

model = nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(1))
print(model)
print(model(torch.ones(2, 7)).shape)
model
