import torch


@torch.jit.script
def power(x, n: int):
    for _ in range(n):
        x = x @ x
    return x


print(power.code)
power(torch.ones(2, 3), 2)
