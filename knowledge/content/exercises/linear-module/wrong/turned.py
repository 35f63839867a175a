"""The weight is stored as (n_in, n_out), so that of an `nn.Linear` does not fit in. It has one *row* for each output, and
`forward` transposes it."""


class MyLinear(nn.Module):
    def __init__(self, n_in: int, n_out: int, bias: bool = True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_in, n_out))
        self.bias = nn.Parameter(torch.zeros(n_out)) if bias else None

    def forward(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias
