import torch

x = torch.arange(6.0).reshape(2, 3)
print(x.sum(), x.mean(0), x.max(dim=1), x.argmin(), x.std(), x.var(1, correction=0))
print(x.cumsum(1), x.prod(), x.logsumexp(1), x.any(), x.all())
x.amax(dim=(0, 1), keepdim=True)
