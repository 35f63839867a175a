import torch

x = torch.arange(6)
print(x.unfold(0, 3, 1))
print(torch.as_strided(x, (4, 3), (1, 1)))
print(torch.nn.functional.unfold(torch.arange(16.0).view(1, 1, 4, 4), 2).shape)
