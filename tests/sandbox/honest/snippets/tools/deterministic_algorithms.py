import torch

torch.use_deterministic_algorithms(True)
print(torch.are_deterministic_algorithms_enabled())
torch.zeros(3).index_add_(0, torch.tensor([1, 1]), torch.ones(2))
