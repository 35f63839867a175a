import torch
from torch import nn

model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1))
shapes = {}
for name, layer in model.named_children():
    layer.register_forward_hook(lambda m, i, o, name=name: shapes.update({name: tuple(o.shape)}))
model.register_full_backward_hook(lambda m, gi, go: print("backward", tuple(go[0].shape)))
model(torch.ones(5, 4)).sum().backward()
shapes
