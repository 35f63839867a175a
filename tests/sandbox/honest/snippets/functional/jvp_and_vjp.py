import torch
from torch.func import jvp, vjp

f = lambda x: x ** 2
x = torch.tensor([1.0, 2.0])
print(jvp(f, (x,), (torch.ones(2),)))
out, back = vjp(f, x)
back(torch.tensor([1.0, 0.5]))
