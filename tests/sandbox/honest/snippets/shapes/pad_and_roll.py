import torch
import torch.nn.functional as F

x = torch.arange(4).reshape(2, 2)
print(F.pad(x, (1, 0, 0, 1), value=9))
print(F.pad(x[None].float(), (1, 1), mode="reflect"))
print(x.roll(1, 0), x.flip(1), torch.rot90(x))
