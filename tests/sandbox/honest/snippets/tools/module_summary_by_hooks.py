import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 6 * 6, 10))
rows = []
hooks = [m.register_forward_hook(lambda m, i, o: rows.append((type(m).__name__, tuple(o.shape)))) for m in net]
net(torch.zeros(1, 1, 8, 8))
for h in hooks:
    h.remove()
for name, shape in rows:
    print(f"{name:<10}{str(shape):>18}")
