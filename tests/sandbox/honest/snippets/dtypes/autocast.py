import torch

a = torch.ones(2, 2)
with torch.autocast("cpu", dtype=torch.bfloat16):
    product = a @ a
    total = product.sum()
print(product.dtype, total)
