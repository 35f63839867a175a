import torch
from torch.utils.data import BatchSampler, DataLoader, SequentialSampler, SubsetRandomSampler, WeightedRandomSampler

print(list(BatchSampler(SequentialSampler(range(5)), 2, drop_last=False)))
torch.manual_seed(0)
print(list(WeightedRandomSampler([0.1, 0.9], 6)))
print(sorted(SubsetRandomSampler([3, 1, 2])))
[b.tolist() for b in DataLoader(list(range(6)), sampler=SequentialSampler(range(6)), batch_size=4)]
