import torch

def f(x):
    if x.sum() > 0:
        return x
    return -x

torch.jit.trace(f, torch.ones(1)).graph is not None
