import torch

x = torch.tensor(3.0, requires_grad=True)
y = x ** 4
(first,) = torch.autograd.grad(y, x, create_graph=True)
(second,) = torch.autograd.grad(first, x, create_graph=True)
(third,) = torch.autograd.grad(second, x)
first.item(), second.item(), third.item()
