import torch
from torch.nn.utils import parameters_to_vector, vector_to_parameters

layer = torch.nn.Linear(2, 1)
vector_to_parameters(torch.arange(3.0), layer.parameters())
parameters_to_vector(layer.parameters())
