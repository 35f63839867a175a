import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(3, 8, kernel_size=3, stride=2, padding=1)
x = torch.randn(2, 3, 32, 32)
print(conv(x).shape, conv.weight.shape)
conv(x).mean().backward()
print(conv.weight.grad.shape)
nn.Conv1d(1, 1, 3)(torch.ones(1, 1, 8)).shape
