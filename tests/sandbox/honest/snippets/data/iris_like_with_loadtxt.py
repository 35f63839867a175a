import io
import numpy as np
import torch

text = io.StringIO("5.1 3.5 0\n4.9 3.0 0\n6.2 3.4 1\n")
table = np.loadtxt(text)
x, y = torch.from_numpy(table[:, :2]).float(), torch.from_numpy(table[:, 2]).long()
print(x, y)
