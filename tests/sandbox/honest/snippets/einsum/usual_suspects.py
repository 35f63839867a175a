import torch

m = torch.arange(9.0).reshape(3, 3)
v = torch.tensor([1.0, 2.0, 3.0])
print("trace", torch.einsum("ii", m))
print("diagonal", torch.einsum("ii->i", m))
print("transpose\n", torch.einsum("ij->ji", m))
print("sum", torch.einsum("ij->", m))
print("outer\n", torch.einsum("i,j->ij", v, v))
print("bilinear", torch.einsum("i,ij,j", v, m, v))
