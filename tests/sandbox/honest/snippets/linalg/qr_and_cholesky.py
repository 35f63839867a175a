import torch

torch.manual_seed(2)
A = torch.randn(4, 4)
Q, R = torch.linalg.qr(A)
print(torch.allclose(Q.T @ Q, torch.eye(4), atol=1e-5), torch.allclose(R, R.triu()))
S = A @ A.T + 4 * torch.eye(4)
L = torch.linalg.cholesky(S)
print(torch.allclose(L @ L.T, S, atol=1e-4))
try:
    torch.linalg.cholesky(-torch.eye(2))
except torch.linalg.LinAlgError as e:
    print(type(e).__name__)
