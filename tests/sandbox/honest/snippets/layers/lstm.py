import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=6, num_layers=2, batch_first=True, bidirectional=True)
out, (h, c) = lstm(torch.randn(3, 5, 4))
print(out.shape, h.shape, c.shape)
out.sum().backward()
print(lstm.weight_ih_l0.grad.shape)
