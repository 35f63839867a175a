import torch

torch.manual_seed(42)
print(torch.rand(2), torch.randn(2), torch.randint(0, 10, (3,)), torch.randperm(5))
g = torch.Generator().manual_seed(7)
print(torch.rand(2, generator=g), torch.normal(0.0, 1.0, (2,), generator=g))
torch.multinomial(torch.tensor([0.1, 0.9]), 5, replacement=True)
