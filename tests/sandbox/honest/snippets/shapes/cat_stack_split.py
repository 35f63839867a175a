import torch

a, b = torch.zeros(2, 3), torch.ones(2, 3)
print(torch.cat([a, b]).shape, torch.cat([a, b], dim=1).shape, torch.stack([a, b], dim=1).shape)
print([p.shape[0] for p in torch.arange(10).chunk(3)], [p.tolist() for p in torch.arange(6).split([1, 2, 3])])
try:
    torch.cat([torch.ones(2, 3), torch.ones(3, 2)])
except RuntimeError as e:
    print(e)
