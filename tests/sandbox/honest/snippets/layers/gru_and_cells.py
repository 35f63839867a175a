import torch
from torch import nn

torch.manual_seed(0)
gru = nn.GRU(3, 4)
out, h = gru(torch.zeros(6, 2, 3))
print(out.shape, h.shape)
cell, state = nn.LSTMCell(3, 4), None
for step in torch.zeros(5, 2, 3):
    state = cell(step, state)
state[0].shape
