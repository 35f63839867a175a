import torch

torch.manual_seed(0)
q = torch.randn(2, 4, 5, 8)
k = torch.randn(2, 4, 6, 8)
scores = torch.einsum("bhqd,bhkd->bhqk", q, k) / 8 ** 0.5
weights = scores.softmax(-1)
print(scores.shape)
print(torch.allclose(weights.sum(-1), torch.ones(2, 4, 5)))
