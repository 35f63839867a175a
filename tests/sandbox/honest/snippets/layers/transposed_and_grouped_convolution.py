import torch
from torch import nn

x = torch.ones(1, 4, 5, 5)
print(nn.ConvTranspose2d(4, 2, 2, stride=2)(x).shape)
print(nn.Conv2d(4, 4, 3, groups=4).weight.shape, nn.Conv2d(4, 4, 3, dilation=2)(x).shape)
nn.Conv3d(1, 1, 2)(torch.ones(1, 1, 3, 3, 3)).shape
