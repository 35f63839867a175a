import torch
import torch.nn.functional as F

logits = torch.tensor([[2.0, 0.5], [0.1, 1.0]])
target = torch.tensor([0, 1])
print(F.cross_entropy(logits, target), F.nll_loss(logits.log_softmax(1), target))
print(F.mse_loss(logits, logits + 1), F.l1_loss(logits, -logits), F.huber_loss(logits, logits * 2))
print(F.binary_cross_entropy_with_logits(logits, torch.eye(2)))
print(F.kl_div(logits.log_softmax(1), logits.softmax(1), reduction="batchmean"))
