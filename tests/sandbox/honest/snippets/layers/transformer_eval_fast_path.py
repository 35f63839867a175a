import torch
from torch import nn

torch.manual_seed(0)
layer = nn.TransformerEncoderLayer(d_model=8, nhead=2, batch_first=True).eval()
x = torch.randn(1, 4, 8)
with torch.no_grad():
    fast = layer(x)
slow = layer(x)
torch.allclose(fast, slow.detach(), atol=1e-5)
