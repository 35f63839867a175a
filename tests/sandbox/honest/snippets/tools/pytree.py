import torch
from torch.utils import _pytree as pytree

tree = {"a": torch.ones(1), "b": [torch.zeros(2), 3]}
leaves, spec = pytree.tree_flatten(tree)
print(len(leaves))
pytree.tree_map(lambda x: x * 2, tree)
