"""A module does not see plain tensors: `state_dict()` and `parameters()` are empty, so an optimiser would train nothing.
Wrap them as parameters."""


class MyLinear(nn.Module):
    def __init__(self, n_in: int, n_out: int, bias: bool = True):
        super().__init__()
        self.weight = torch.randn(n_out, n_in, requires_grad=True)
        self.bias = torch.zeros(n_out, requires_grad=True) if bias else None

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
