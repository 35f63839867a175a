import torch
from torch import nn

net = nn.ModuleDict({"a": nn.Linear(1, 2), "b": nn.Sequential(nn.Tanh(), nn.Identity())})
for name, module in net.named_modules():
    print(repr(name), type(module).__name__)
try:
    net(torch.ones(1))
except NotImplementedError as e:
    print(e)
