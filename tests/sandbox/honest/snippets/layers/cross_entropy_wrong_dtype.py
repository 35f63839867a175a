import torch
import torch.nn.functional as F

try:
    F.cross_entropy(torch.randn(2, 3), torch.tensor([0, 5]))
except (IndexError, RuntimeError) as e:
    print(type(e).__name__, e)
try:
    F.cross_entropy(torch.randn(2, 3), torch.tensor([[0], [1]]))
except RuntimeError as e:
    print(e)
