import torch

AXES = {"batch": 0, "channel": 1, "height": 2, "width": 3}
x = torch.ones(2, 3, 4, 5)
order = [AXES[name] for name in ("batch", "height", "width", "channel")]
last = x.permute(order)
print(last.shape, last.is_contiguous(memory_format=torch.contiguous_format))
print(x.to(memory_format=torch.channels_last).stride())
last.moveaxis(-1, 1).shape
