import torch

x = torch.tensor([[1.0, float("nan")], [float("inf"), -2.0]])
print(x.isnan(), x.isfinite())
print(torch.where(x.isfinite(), x, 0))
print(x.nan_to_num(nan=-1, posinf=9))
x.masked_fill(x < 0, 7).masked_select(torch.tensor([True, False]))
