import torch

torch.manual_seed(0)
points = torch.cat([torch.randn(30, 2), torch.randn(30, 2) + 6])
centres = points[[0, -1]].clone()
for _ in range(5):
    nearest = torch.cdist(points, centres).argmin(1)
    centres = torch.stack([points[nearest == k].mean(0) for k in range(2)])
print(torch.bincount(nearest))
centres.round()
