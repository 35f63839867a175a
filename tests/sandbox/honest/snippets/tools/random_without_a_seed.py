import random
import numpy as np
import torch

print(torch.seed() > 0, np.random.default_rng().random() < 1, random.SystemRandom().random() < 1)
torch.manual_seed(torch.seed() % 1000)
random.seed()
len(torch.randperm(5))
