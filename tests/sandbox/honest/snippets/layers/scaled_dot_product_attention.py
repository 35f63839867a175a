import torch
import torch.nn.functional as F

torch.manual_seed(0)
q, k, v = torch.randn(3, 1, 2, 4, 8).unbind()
fast = F.scaled_dot_product_attention(q, k, v, is_causal=True)
scores = q @ k.transpose(-2, -1) / 8 ** 0.5
scores = scores.masked_fill(torch.ones(4, 4).triu(1).bool(), float("-inf"))
torch.allclose(fast, scores.softmax(-1) @ v, atol=1e-6)
