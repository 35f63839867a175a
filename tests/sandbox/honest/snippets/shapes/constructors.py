import torch

print(torch.zeros(2), torch.full((2,), 7), torch.eye(2), torch.linspace(0, 1, 3))
print(torch.empty(0), torch.tensor([]), torch.tensor(5), torch.arange(0, 1, 0.25))
print(torch.tril(torch.ones(3, 3)), torch.diag(torch.tensor([1, 2])))
torch.zeros_like(torch.ones(2, dtype=torch.int8)).new_tensor([1])
