import torch
from torch import nn

torch.manual_seed(0)
table = nn.Embedding(5, 3, padding_idx=0)
print(table(torch.tensor([[1, 2], [0, 4]])).shape, table(torch.tensor(0)))
try:
    table(torch.tensor([5]))
except IndexError as e:
    print(e)
nn.EmbeddingBag(5, 3)(torch.tensor([0, 1, 2]), torch.tensor([0, 2])).shape
