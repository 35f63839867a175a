import torch
import copy

torch.manual_seed(0)
losses = iter([1.0, 0.8, 0.7, 0.75, 0.9, 0.6])
best, patience, bad, kept = float("inf"), 2, 0, None
model = torch.nn.Linear(1, 1)
for epoch, loss in enumerate(losses):
    if loss < best:
        best, bad, kept = loss, 0, copy.deepcopy(model.state_dict())
    elif (bad := bad + 1) >= patience:
        print("stopped at", epoch)
        break
print(best, sorted(kept))
