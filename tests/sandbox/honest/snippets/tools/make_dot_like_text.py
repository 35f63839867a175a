import torch

def walk(fn, depth=0):
    print("  " * depth + type(fn).__name__)
    for parent, _ in fn.next_functions:
        if parent is not None:
            walk(parent, depth + 1)

a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
walk((a * b + a).mean().grad_fn)
