import torch
from concurrent.futures import ThreadPoolExecutor

def work(seed):
    g = torch.Generator().manual_seed(seed)
    a = torch.rand(100, 100, generator=g)
    return round((a @ a).mean().item(), 3)

with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(work, range(4))))
