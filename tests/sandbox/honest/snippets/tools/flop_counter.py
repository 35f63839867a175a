import torch
from torch.utils.flop_counter import FlopCounterMode

with FlopCounterMode(display=False) as counter:
    torch.ones(4, 5) @ torch.ones(5, 6)
counter.get_total_flops()
