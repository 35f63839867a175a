import numpy as np
import torch

a = np.arange(3)
a.flags.writeable = False
torch.from_numpy(a)
