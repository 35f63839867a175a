from torch import nn

model = nn.Sequential(nn.Lineer(2, 3), nn.ReLU())
