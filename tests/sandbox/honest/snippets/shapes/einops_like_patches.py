import torch

image = torch.arange(16).reshape(1, 4, 4)
patches = image.unfold(1, 2, 2).unfold(2, 2, 2).reshape(4, 2, 2)
print(patches)
back = patches.view(2, 2, 2, 2).permute(0, 2, 1, 3).reshape(1, 4, 4)
torch.equal(back, image)
