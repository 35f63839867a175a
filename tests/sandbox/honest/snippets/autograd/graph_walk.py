import torch

a = torch.ones(1, requires_grad=True)
y = ((a * 2) + 1).relu().sum()
node, depth = y.grad_fn, 0
while node is not None:
    print("  " * depth + node.name())
    node = node.next_functions[0][0] if node.next_functions else None
    depth += 1
