import inspect
import torch

source = inspect.getsource(torch.nn.ReLU.forward)
print(source.splitlines()[0].strip())
print(inspect.signature(torch.nn.Linear.__init__))
torch.nn.Linear.__doc__.strip().splitlines()[0]
