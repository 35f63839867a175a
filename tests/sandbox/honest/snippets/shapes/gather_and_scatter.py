import torch

scores = torch.tensor([[0.1, 0.9], [0.7, 0.3]])
labels = torch.tensor([1, 0])
print(scores.gather(1, labels.unsqueeze(1)).squeeze())
one_hot = torch.zeros(2, 2).scatter_(1, labels.unsqueeze(1), 1)
print(one_hot)
torch.zeros(3).index_add_(0, torch.tensor([0, 0, 2]), torch.tensor([1.0, 2.0, 3.0]))
