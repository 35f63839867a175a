import torch
from torch import nn

torch.manual_seed(0)
encoder = nn.TransformerEncoder(
    nn.TransformerEncoderLayer(d_model=16, nhead=4, batch_first=True), num_layers=2
)
out = encoder(torch.randn(2, 7, 16))
print(out.shape, out.requires_grad)
out.mean().backward()
mask = nn.Transformer.generate_square_subsequent_mask(3)
mask
