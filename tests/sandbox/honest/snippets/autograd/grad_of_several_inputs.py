import torch

x = torch.tensor(2.0, requires_grad=True)
y = torch.tensor(3.0, requires_grad=True)
z = x * x * y + y.log()
dx, dy = torch.autograd.grad(z, (x, y))
print(f"{dx.item():.4f} {dy.item():.4f}")
