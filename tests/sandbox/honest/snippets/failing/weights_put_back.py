from contextlib import contextmanager

import torch
from torch import nn
from torch.func import functional_call

net = nn.Linear(3, 2)


@contextmanager
def halved(module):
    module.half()
    try:
        yield module
    finally:
        module.float()
        print("put back:", module.weight.dtype)


try:
    functional_call(net, {"weight": torch.ones(2, 5)}, torch.ones(4, 3))
except RuntimeError as error:
    print(error, net.weight.shape)
with halved(net) as half:
    print(half.weight.dtype)
    half(torch.ones(4, 3))
