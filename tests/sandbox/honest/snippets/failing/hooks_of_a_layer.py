import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
for name, module in net.named_children():
    module.register_forward_hook(
        lambda _, given, gave, name=name: print(name, tuple(given[0].shape), tuple(gave.shape))
    )
net.register_full_backward_hook(lambda _, into, out: print("back", into[0], out[0].shape))
net(torch.ones(3, 4)).sum().backward()
net[0].register_forward_pre_hook(lambda _, given: (given[0].T,))
net(torch.ones(3, 4))
