import torch

A = torch.tensor([[3.0, 1.0], [1.0, 2.0]])
b = torch.tensor([9.0, 8.0])
x = torch.linalg.solve(A, b)
print(x)
print(torch.linalg.inv(A) @ A)
torch.linalg.det(A)
