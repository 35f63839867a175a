import torch

x = torch.ones(3, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
try:
    y.sum().backward()
except RuntimeError as error:
    print(type(error).__name__, str(error).split(":")[0])
