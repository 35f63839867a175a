import torch

a = torch.ones(10, 1, 2, 3)
b = torch.ones(5, 3, 4)
print((a @ b).shape, torch.bmm(torch.ones(5, 2, 3), b).shape)
print(torch.baddbmm(torch.zeros(5, 2, 4), torch.ones(5, 2, 3), b)[0, 0])
torch.mv(torch.eye(3), torch.arange(3.0))
