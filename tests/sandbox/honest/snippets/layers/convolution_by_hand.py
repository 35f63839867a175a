import torch
import torch.nn.functional as F

image = torch.arange(16.0).view(1, 1, 4, 4)
kernel = torch.tensor([[1.0, 0.0], [0.0, -1.0]]).view(1, 1, 2, 2)
print(F.conv2d(image, kernel))
columns = F.unfold(image, 2)
(kernel.view(1, -1) @ columns).view(1, 1, 3, 3)
