import matplotlib.pyplot as plt
import torch

t = torch.linspace(0, 5, 50)
plt.figure(figsize=(5, 3))
plt.plot(t, torch.exp(-t).numpy(), "r--")
plt.yscale("log")
plt.grid(True, alpha=0.3)
plt.tight_layout()
plt.show()
