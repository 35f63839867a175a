import torch
import torch.nn.functional as F

x = torch.arange(16.0).view(1, 1, 4, 4)
print(F.max_pool2d(x, 2), F.avg_pool2d(x, 2))
print(F.adaptive_avg_pool2d(x, 1))
values, indices = F.max_pool2d(x, 2, return_indices=True)
F.max_unpool2d(values, indices, 2)
