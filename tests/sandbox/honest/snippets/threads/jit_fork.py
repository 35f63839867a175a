import torch

@torch.jit.script
def f(x):
    return x + 1

future = torch.jit.fork(f, torch.ones(2))
torch.jit.wait(future)
