import torch
from torch import nn


class Scaler(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(2))
        self.register_buffer("temp", torch.ones(1), persistent=False)
        self.register_parameter("bias", None)

    def forward(self, x):
        return x - self.mean


s = Scaler().double()
print(s.mean.dtype, dict(s.named_buffers()).keys(), list(s.state_dict()))
s(torch.ones(2))
