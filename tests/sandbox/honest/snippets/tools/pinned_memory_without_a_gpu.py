import torch
from torch.utils.data import DataLoader

print([b.tolist() for b in DataLoader(torch.arange(4), batch_size=2, pin_memory=True)])
print(torch.ones(2).is_pinned())
