import torch
from torch.utils.checkpoint import checkpoint

calls = []

def block(x):
    calls.append("forward")
    return torch.tanh(x) * 2

x = torch.linspace(-1, 1, 4, requires_grad=True)
checkpoint(block, x, use_reentrant=False).sum().backward()
print(calls)
print(x.grad)
