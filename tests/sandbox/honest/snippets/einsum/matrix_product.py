import torch

a = torch.arange(6).reshape(2, 3)
b = torch.arange(12).reshape(3, 4)
c = torch.einsum("ij,jk->ik", a, b)
print(c)
print(torch.equal(c, a @ b))
