import torch
from torch.utils.data import ConcatDataset, Subset, random_split

g = torch.Generator().manual_seed(0)
train, valid = random_split(range(10), [0.8, 0.2], generator=g)
print(len(train), len(valid), sorted([*train, *valid]))
print(list(Subset(range(10), [1, 3])), len(ConcatDataset([range(2), range(3)])))
