import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = torch.stack([x[0] * x[1], x[0] ** 2, x[1].sin()])
y.backward(gradient=torch.tensor([1.0, 0.0, 2.0]))
print(x.grad)
