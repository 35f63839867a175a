import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
image = plt.imshow(torch.rand(8, 8), cmap="viridis")
plt.colorbar(image)
plt.axis("off")
plt.show()
