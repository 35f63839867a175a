import torch

a = torch.zeros(3)
print(a._version)
a.add_(1)
a[0] = 5
print(a._version)
a.view(3).mul_(2)
a._version
