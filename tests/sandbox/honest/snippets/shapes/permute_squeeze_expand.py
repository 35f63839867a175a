import torch

x = torch.ones(1, 3, 1, 5)
print(x.squeeze().shape, x.squeeze(0).shape, x.permute(3, 1, 0, 2).shape, x.transpose(1, 3).shape)
e = torch.arange(3).unsqueeze(1).expand(3, 4)
print(e.stride(), e.untyped_storage().nbytes())
print(x.flatten(1).shape, x.unflatten(3, (5, 1)).shape, x.movedim(1, -1).shape)
