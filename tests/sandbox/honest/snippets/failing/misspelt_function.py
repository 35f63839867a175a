import torch
import torch.nn.functional as F

F.crossentropy(torch.ones(2, 3), torch.tensor([0, 1]))
