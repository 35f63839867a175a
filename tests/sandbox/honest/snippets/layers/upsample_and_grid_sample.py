import torch
import torch.nn.functional as F

x = torch.arange(4.0).view(1, 1, 2, 2)
print(F.interpolate(x, scale_factor=2, mode="nearest"))
print(F.interpolate(x, size=(3, 3), mode="bilinear", align_corners=True))
grid = F.affine_grid(torch.eye(2, 3)[None], (1, 1, 2, 2), align_corners=True)
F.grid_sample(x, grid, align_corners=True)
