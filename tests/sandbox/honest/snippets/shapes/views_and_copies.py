import torch

x = torch.arange(12)
v = x.view(3, 4)
t = v.t()
print(v.data_ptr() == x.data_ptr(), t.is_contiguous(), t.stride())
v[0, 0] = 100
print(x[0])
try:
    t.view(12)
except RuntimeError as e:
    print(e)
t.reshape(12)
