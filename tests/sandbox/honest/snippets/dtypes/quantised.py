import torch

x = torch.tensor([-1.0, 0.0, 0.5, 1.0])
q = torch.quantize_per_tensor(x, scale=0.1, zero_point=10, dtype=torch.quint8)
print(q.int_repr())
print(q.dequantize())
q
