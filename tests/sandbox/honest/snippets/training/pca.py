import torch

torch.manual_seed(0)
x = torch.randn(100, 1) @ torch.tensor([[2.0, 1.0]]) + 0.01 * torch.randn(100, 2)
x = x - x.mean(0)
U, S, V = torch.pca_lowrank(x, q=2, center=False)
print(bool(S[0] > 10 * S[1]), (S ** 2 / (S ** 2).sum())[0].round(decimals=2))
