import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
images = torch.rand(4, 3, 8, 8)
fig, axes = plt.subplots(1, 4, figsize=(6, 2))
for ax, image in zip(axes, images):
    ax.imshow(image.permute(1, 2, 0))
    ax.axis("off")
