import numpy as np
import torch

a = np.ones(3, dtype=np.float32)
t = torch.from_numpy(a)
t[0] = 7
print(a, t, torch.tensor(a).data_ptr() == t.data_ptr())
print(np.asarray(torch.arange(3)), np.sin(torch.zeros(2)), torch.as_tensor([1, 2]).numpy().dtype)
try:
    torch.ones(1, requires_grad=True).numpy()
except RuntimeError as e:
    print(e)
