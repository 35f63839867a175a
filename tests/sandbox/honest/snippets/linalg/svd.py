import torch

torch.manual_seed(0)
A = torch.randn(5, 3)
U, S, Vh = torch.linalg.svd(A, full_matrices=False)
print(U.shape, S.shape, Vh.shape)
print(torch.allclose(U @ torch.diag(S) @ Vh, A, atol=1e-5))
print((S[:-1] >= S[1:]).all())
