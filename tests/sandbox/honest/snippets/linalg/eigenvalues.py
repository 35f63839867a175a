import torch

A = torch.tensor([[2.0, 0.0], [0.0, 3.0]])
print(torch.linalg.eigvalsh(A))
values, vectors = torch.linalg.eig(torch.tensor([[0.0, -1.0], [1.0, 0.0]]))
print(values.real.abs() < 1e-6, values.imag.abs())
