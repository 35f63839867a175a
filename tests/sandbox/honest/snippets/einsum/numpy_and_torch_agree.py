import numpy as np
import torch

a = np.arange(24).reshape(2, 3, 4)
b = np.arange(20).reshape(4, 5)
n = np.einsum("bij,jk->bik", a, b)
t = torch.einsum("bij,jk->bik", torch.from_numpy(a), torch.from_numpy(b))
print(n.shape, np.array_equal(n, t.numpy()))
np.einsum_path("bij,jk->bik", a, b)[0]
