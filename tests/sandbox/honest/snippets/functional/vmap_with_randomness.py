import torch

torch.manual_seed(0)
f = lambda x: x + torch.randn(2)
same = torch.vmap(f, randomness="same")(torch.zeros(3, 2))
different = torch.vmap(f, randomness="different")(torch.zeros(3, 2))
print(bool((same[0] == same[1]).all()), bool((different[0] == different[1]).all()))
try:
    torch.vmap(f)(torch.zeros(3, 2))
except RuntimeError as e:
    print(str(e)[:50])
