import random
import numpy as np
import torch

def seed_all(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)

seed_all(123)
print(random.random(), np.random.rand(2), torch.rand(2))
