import torch

print(torch.tensor(0.1) + torch.tensor(0.2) == torch.tensor(0.3))
print(0.1 + 0.2 == 0.3, torch.isclose(torch.tensor(0.1 + 0.2), torch.tensor(0.3)))
try:
    torch.testing.assert_close(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.1]))
except AssertionError as e:
    print(e)
