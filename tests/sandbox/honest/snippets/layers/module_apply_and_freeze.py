import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))

def zero(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.weight)

model.apply(zero)
model[0].requires_grad_(False)
print([(n, p.requires_grad) for n, p in model.named_parameters()])
model.train(False).training
