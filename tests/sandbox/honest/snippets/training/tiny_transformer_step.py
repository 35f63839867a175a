import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.attn = nn.MultiheadAttention(d, h, batch_first=True)
        self.ff = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))
        self.n1, self.n2 = nn.LayerNorm(d), nn.LayerNorm(d)

    def forward(self, x):
        mask = torch.triu(torch.ones(x.size(1), x.size(1), dtype=torch.bool), 1)
        y = self.n1(x)
        x = x + self.attn(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.ff(self.n2(x))


torch.manual_seed(0)
model = nn.Sequential(nn.Embedding(11, 16), Block(16, 4), nn.Linear(16, 11))
ids = torch.arange(10).unsqueeze(0)
nn.functional.cross_entropy(model(ids).flatten(0, 1), ids.flatten()).backward()
sum(p.grad is not None for p in model.parameters())
