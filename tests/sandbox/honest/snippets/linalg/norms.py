import torch

v = torch.tensor([3.0, -4.0])
print(v.norm(), torch.linalg.vector_norm(v, ord=1), torch.linalg.vector_norm(v, ord=float("inf")))
M = torch.ones(2, 2)
print(torch.linalg.matrix_norm(M), torch.linalg.matrix_norm(M, ord=2))
torch.linalg.cond(M + torch.eye(2))
