import torch
from torch.optim.swa_utils import AveragedModel

model = torch.nn.Linear(1, 1, bias=False)
torch.nn.init.constant_(model.weight, 1.0)
average = AveragedModel(model)
average.update_parameters(model)
torch.nn.init.constant_(model.weight, 3.0)
average.update_parameters(model)
average.module.weight.item()
