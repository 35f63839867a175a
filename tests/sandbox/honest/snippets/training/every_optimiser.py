import torch

for name in ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "ASGD", "Rprop"):
    p = torch.nn.Parameter(torch.tensor([1.0, -2.0]))
    optimizer = getattr(torch.optim, name)([p], lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        (p ** 2).sum().backward()
        optimizer.step()
    print(f"{name:10}", [round(v, 4) for v in p.tolist()])
