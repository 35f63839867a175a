import torch
import torch.nn.utils.prune as prune

torch.manual_seed(0)
layer = torch.nn.Linear(4, 4)
prune.l1_unstructured(layer, "weight", amount=0.5)
print(int((layer.weight == 0).sum()), [n for n, _ in layer.named_buffers()])
prune.remove(layer, "weight")
