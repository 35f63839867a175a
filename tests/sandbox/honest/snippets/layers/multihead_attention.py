import torch
from torch import nn

torch.manual_seed(0)
attention = nn.MultiheadAttention(8, 2, batch_first=True)
x = torch.randn(1, 5, 8)
out, weights = attention(x, x, x)
print(out.shape, weights.shape, weights.sum(-1))
try:
    nn.MultiheadAttention(7, 2)
except AssertionError as e:
    print(e)
