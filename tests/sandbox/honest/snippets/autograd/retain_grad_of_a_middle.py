import torch

x = torch.arange(3.0, requires_grad=True)
h = x.exp()
h.retain_grad()
h.mean().backward()
print(h.is_leaf, h.grad)
