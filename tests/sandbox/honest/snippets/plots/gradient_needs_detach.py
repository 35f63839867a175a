import matplotlib.pyplot as plt
import torch

y = torch.ones(3, requires_grad=True)
try:
    plt.plot(y)
except RuntimeError as e:
    print(e)
plt.plot(y.detach())
plt.show()
