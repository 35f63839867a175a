import torch
from torch.func import linearize

out, f_jvp = linearize(torch.sin, torch.tensor(0.0))
print(out, f_jvp(torch.tensor(2.0)))
