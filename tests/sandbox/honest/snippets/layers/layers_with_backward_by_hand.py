from math import sqrt

import torch

torch.manual_seed(1)


class LayerFunction:
    def __call__(self, *args):
        self.args = args
        self.out = self.forward(*args)
        return self.out

    def forward(self):
        raise Exception("not implemented")

    def backward(self):
        self.bwd(self.out, *self.args)


class Relu(LayerFunction):
    def forward(self, inp):
        return inp.clamp_min(0.0)

    def bwd(self, out, inp):
        inp.g = (inp > 0).float() * out.g


class Lin(LayerFunction):
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, inp):
        return inp @ self.w + self.b

    def bwd(self, out, inp):
        inp.g = out.g @ self.w.t()
        self.w.g = inp.t() @ out.g
        self.b.g = out.g.sum(0)


class Mse(LayerFunction):
    def forward(self, inp, targ):
        return (inp.squeeze() - targ).pow(2).mean()

    def bwd(self, out, inp, targ):
        inp.g = 2 * (inp.squeeze() - targ).unsqueeze(-1) / targ.shape[0]


x, y = torch.randn(20, 10), torch.randn(20)
w1, b1 = torch.randn(10, 5) * sqrt(2 / 10), torch.zeros(5)
w2, b2 = torch.randn(5, 1) * sqrt(2 / 5), torch.zeros(1)
layers, loss = [Lin(w1, b1), Relu(), Lin(w2, b2)], Mse()
out = x
for layer in layers:
    out = layer(out)
print(loss(out, y))
loss.backward()
for layer in reversed(layers):
    layer.backward()
print(w1.g.shape, x.g.std())
layers[0](torch.randn(3, 9))
