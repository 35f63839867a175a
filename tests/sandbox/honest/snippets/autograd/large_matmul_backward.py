import torch

torch.manual_seed(1)
a = torch.rand(200, 300, requires_grad=True)
b = torch.rand(300, 100, requires_grad=True)
(a @ b).sum().backward()
print(a.grad.shape, torch.allclose(a.grad, b.sum(1).expand_as(a)))
