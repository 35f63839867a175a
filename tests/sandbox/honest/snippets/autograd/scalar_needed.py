import torch

x = torch.ones(2, requires_grad=True)
try:
    (x * 2).backward()
except RuntimeError as e:
    print(e)
