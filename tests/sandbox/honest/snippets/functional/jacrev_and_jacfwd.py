import torch
from torch.func import hessian, jacfwd, jacrev

f = lambda x: torch.stack([x.sum(), x.prod()])
x = torch.tensor([1.0, 2.0, 3.0])
print(jacrev(f)(x))
print(torch.allclose(jacrev(f)(x), jacfwd(f)(x)))
hessian(lambda x: x.prod())(x)
