import torch


@torch.compiler.disable
def f(x):
    return x + 1


print(f(torch.ones(1)), torch.compiler.is_compiling())
