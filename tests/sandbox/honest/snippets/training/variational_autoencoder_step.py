import torch
from torch import nn

torch.manual_seed(0)
enc, dec = nn.Linear(6, 4), nn.Linear(2, 6)
x = torch.rand(3, 6)
mu, logvar = enc(x).chunk(2, dim=1)
z = mu + (0.5 * logvar).exp() * torch.randn_like(mu)
recon = nn.functional.binary_cross_entropy_with_logits(dec(z), x, reduction="sum")
kl = -0.5 * (1 + logvar - mu ** 2 - logvar.exp()).sum()
(recon + kl).backward()
print(enc.weight.grad.shape, bool(kl > 0))
