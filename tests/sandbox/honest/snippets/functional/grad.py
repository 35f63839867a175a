import torch
from torch.func import grad

f = lambda x: torch.sin(x)
x = torch.tensor(1.0)
print(grad(f)(x))
print(grad(grad(f))(x))
