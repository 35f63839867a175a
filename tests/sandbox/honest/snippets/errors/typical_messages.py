import torch

attempts = [
    lambda: torch.ones(3).view(2, 2),
    lambda: torch.tensor([[1, 2], [3]]),
    lambda: torch.ones(2)[5],
    lambda: torch.ones(2, 3).squeeze(5),
    lambda: torch.ones(2).item(),
    lambda: bool(torch.ones(2)),
    lambda: torch.ones(2).no_such_method(),
    lambda: torch.nn.Linear(2, 2)(torch.ones(2, dtype=torch.int64)),
    lambda: torch.zeros(2, "a"),
]
for attempt in attempts:
    try:
        attempt()
    except Exception as e:
        print(type(e).__name__, "|", str(e).splitlines()[0])
