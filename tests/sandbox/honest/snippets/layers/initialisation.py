import torch
from torch import nn

torch.manual_seed(0)
w = torch.empty(100, 50)
nn.init.xavier_uniform_(w)
print(bool(w.abs().max() <= (6 / 150) ** 0.5))
nn.init.kaiming_normal_(w, nonlinearity="relu")
print(round(w.std().item(), 2), nn.init.calculate_gain("tanh"))
nn.init.orthogonal_(torch.empty(3, 3)).det().abs().round()
