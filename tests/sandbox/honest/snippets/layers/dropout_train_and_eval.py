import torch
from torch import nn

torch.manual_seed(3)
drop = nn.Dropout(0.5)
print(drop(torch.ones(8)))
drop.eval()
drop(torch.ones(8))
