import torch

A = torch.tensor([[0.0, 1.0], [0.0, 0.0]])
print(torch.linalg.matrix_exp(A))
print(torch.linalg.matrix_power(torch.tensor([[1, 1], [1, 0]]), 10))
