import torch
from torch.optim import lr_scheduler as S

p = [torch.nn.Parameter(torch.zeros(1))]
makers = {
    "step": lambda o: S.StepLR(o, 2, 0.5),
    "cosine": lambda o: S.CosineAnnealingLR(o, 4),
    "one cycle": lambda o: S.OneCycleLR(o, 1.0, total_steps=6),
    "warm-up": lambda o: S.LambdaLR(o, lambda t: min(1, (t + 1) / 3)),
}
for name, make in makers.items():
    o = torch.optim.SGD(p, lr=1.0)
    s = make(o)
    rates = []
    for _ in range(5):
        o.step()
        rates.append(round(o.param_groups[0]["lr"], 4))
        s.step()
    print(name, rates)
