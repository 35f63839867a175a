import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(10, 2))
print("before")
model(torch.ones(3, 4))
