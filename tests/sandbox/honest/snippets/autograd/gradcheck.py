import torch

torch.manual_seed(0)
inputs = (torch.randn(4, 3, dtype=torch.double, requires_grad=True),)
print(torch.autograd.gradcheck(torch.nn.functional.softplus, inputs))
print(torch.autograd.gradgradcheck(torch.tanh, inputs))
