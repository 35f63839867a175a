import matplotlib.pyplot as plt
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
warm = LinearLR(optimiser, 0.1, total_iters=5)
schedule = SequentialLR(optimiser, [warm, CosineAnnealingLR(optimiser, 20)], milestones=[5])
rates = []
for _ in range(25):
    optimiser.step()
    rates.append(schedule.get_last_lr()[0])
    schedule.step()
plt.plot(rates)
plt.title("learning rate")
plt.show()
print(f"{min(rates):.4f} {max(rates):.4f}")
schedule.state_dict()["last_epoch"]
