import torch

def f(x):
    return x * 2 + 1

traced = torch.jit.trace(f, torch.ones(2))
print(traced(torch.tensor([5.0, 6.0])))
print(traced.code)
