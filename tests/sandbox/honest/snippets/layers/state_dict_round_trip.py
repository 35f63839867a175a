import torch
from torch import nn

torch.manual_seed(0)
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
print(list(a.state_dict()))
print(b.load_state_dict(a.state_dict()))
print(torch.equal(a.weight, b.weight))
try:
    b.load_state_dict({"weight": torch.ones(3, 3)})
except RuntimeError as e:
    print(e)
