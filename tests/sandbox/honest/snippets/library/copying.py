import copy

a = [1, [2, 3], {"k": {4}}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9)
print(b[1], c[1], b[1] is a[1])
import torch
t = torch.ones(2, requires_grad=True)
print(copy.deepcopy(t), copy.deepcopy(torch.nn.Linear(1, 1)).weight.shape)
try:
    copy.deepcopy(t * 2)
except RuntimeError as e:
    print(str(e)[:60])
