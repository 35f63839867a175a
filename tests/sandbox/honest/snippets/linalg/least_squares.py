import torch

x = torch.arange(5.0)
A = torch.stack([x, torch.ones(5)], dim=1)
y = 2 * x + 1
solution = torch.linalg.lstsq(A, y.unsqueeze(1)).solution
print(solution.squeeze().round(decimals=3))
print(torch.linalg.matrix_rank(A))
