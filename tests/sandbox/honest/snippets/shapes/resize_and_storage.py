import torch

x = torch.arange(4, dtype=torch.int16)
print(x.untyped_storage().nbytes(), x.element_size(), x.numel(), x.itemsize)
y = x[1:]
print(y.storage_offset(), y.tolist())
x.resize_(2, 1)
x
