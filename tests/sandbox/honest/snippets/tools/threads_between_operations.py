import torch

torch.set_num_interop_threads(2)
print(torch.get_num_interop_threads())
