import torch

x = torch.ones(2, requires_grad=True) * 2
print(x.grad)
torch.tensor(torch.ones(2))
