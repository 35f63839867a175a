from math import *
from torch.nn import *

print(floor(pi), type(Linear(1, 1)).__name__)
