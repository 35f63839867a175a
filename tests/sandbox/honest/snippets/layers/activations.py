import torch
import torch.nn.functional as F

x = torch.tensor([-1.0, 0.0, 2.0])
for name in ("relu", "gelu", "silu", "elu", "softplus", "tanh", "leaky_relu", "mish"):
    print(f"{name:>10}", [round(v, 4) for v in getattr(F, name)(x).tolist()])
print(x.softmax(0), F.log_softmax(x, 0), F.glu(torch.ones(4)))
