import torch

x = torch.arange(24).reshape(2, 3, 4)
print(x[0, :, 1], x[..., -1].shape, x[:, None].shape)
print(x[x % 7 == 0])
print(x[:, [0, 2], 1:3])
x[1, torch.tensor([0, 2])] = -1
x[1]
