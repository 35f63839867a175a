import torch

x = torch.tensor([3, 1, 2, 3, 1])
values, order = x.sort(stable=True)
print(values, order)
print(x.topk(2), x.unique(return_counts=True))
print(torch.bincount(x), torch.searchsorted(values, torch.tensor([2])))
x.argsort(descending=True, stable=True)
