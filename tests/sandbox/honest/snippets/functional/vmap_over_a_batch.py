import torch
from torch.func import vmap

batch = torch.arange(6.0).reshape(3, 2)
dot = vmap(torch.dot)(batch, batch)
print(dot)
print(vmap(lambda row: row.max())(batch))
vmap(torch.outer, in_dims=(0, None))(batch, torch.ones(2)).shape
