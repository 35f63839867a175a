import torch
from torch import distributions as D

torch.manual_seed(0)
n = D.Normal(0.0, 1.0)
print(n, n.log_prob(torch.tensor(0.0)), n.entropy(), n.cdf(torch.tensor(0.0)))
print(D.Categorical(probs=torch.tensor([0.2, 0.8])).sample((5,)))
print(D.kl_divergence(D.Normal(0.0, 1.0), D.Normal(1.0, 1.0)))
try:
    D.Normal(0.0, -1.0)
except ValueError as e:
    print(str(e).splitlines()[0])
D.MultivariateNormal(torch.zeros(2), torch.eye(2)).rsample().shape
