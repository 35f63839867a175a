import torch

torch.arange(100_000).view(100, 1000)
