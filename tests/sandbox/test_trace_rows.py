"""What a learner sees of a failing line: real runs, and the rows to the letter."""

import pytest

from tests.sandbox.conftest import Run
from tutor.line.table import every_line, failing

FAILING = {
    "operator": (
        "x = torch.ones(2, 3); w = torch.ones(3, 2); b = 1\ny = x @ w.t() + b",
        """\
y = x @ w.t() + b
    x          (2×3)
        w.t()  (2×3)
      ✗ matmul (2×3) @ (2×3): 3 ≠ 2""",
    ),
    "broadcasting": (
        "x = torch.ones(2, 3)\nif True:\n    z = x * torch.ones(4)",
        """\
z = x * torch.ones(4)
    x                  (2×3)
        torch.ones(4)  (4)
      ✗ mul (2×3) * (4): 3 ≠ 4""",
    ),
    "function": (
        "x = torch.ones(2, 3); w = torch.ones(4, 5)\nF.linear(x, w)",
        """\
F.linear(x, w)
         x     (2×3)
            w  (4×5)
✗ F.linear(x, w): 3 ≠ 5""",
    ),
    "many operands": (
        "a, b, c = (torch.ones(2, i) for i in (3, 4, 5))\ntorch.cat([a, b, c.t()], dim=1)",
        """\
torch.cat([a, b, c.t()], dim=1)
           a            (2×3)
              b         (2×4)
                 c.t()  (5×2)
✗ torch.cat(…): 2 ≠ 5""",
    ),
    "pictures with their channels last": (
        "conv = nn.Conv2d(3, 8, 3); img = torch.ones(32, 32, 3)\nconv(img)",
        """\
conv(img)
     img     (32×32×3)
conv.weight  (8×3×3×3)
conv.bias    (8)
✗ conv(img): 32 ≠ 3""",
    ),
    "channels of a convolution in groups": (
        "x = torch.ones(1, 8, 5, 5); w = torch.ones(8, 2, 3, 3)\nF.conv2d(x, w, groups=2)",
        """\
F.conv2d(x, w, groups=2)
         x     (1×8×5×5)
            w  (8×2×3×3)
✗ F.conv2d(…): 8 ≠ 4""",
    ),
    "features of a batch norm": (
        "bn = nn.BatchNorm1d(4)\nbn(torch.ones(8, 5))",
        """\
bn(torch.ones(8, 5))
   torch.ones(8, 5)  (8×5)
bn.weight            (4)
bn.bias              (4)
✗ bn(…): 5 ≠ 4""",
    ),
    "more inputs than targets": (
        "x = torch.ones(4, 3); y = torch.zeros(3).long()\nF.cross_entropy(x, y)",
        """\
F.cross_entropy(x, y)
                x     (4×3)
                   y  (3)
✗ F.cross_entropy(x, y): 4 ≠ 3""",
    ),
    "features of a sequence": (
        "rnn = nn.RNN(4, 2, bias=False)\nrnn(torch.ones(7, 2, 3))",
        """\
rnn(torch.ones(7, 2, 3))
    torch.ones(7, 2, 3)  (7×2×3)
rnn.weight_ih_l0         (2×4)
rnn.weight_hh_l0         (2×2)
✗ rnn(…): 3 ≠ 4""",
    ),
    "arrays side by side": (
        "a = np.ones((2, 3)); b = np.ones((2, 4))\nnp.concatenate([a, b])",
        """\
np.concatenate([a, b])
                a     (2×3)
                   b  (2×4)
✗ np.concatenate([a, b]): 3 ≠ 4""",
    ),
    "method": (
        "loss = torch.ones(3, requires_grad=True) * 2\nloss.backward()",
        "loss.backward()\nloss  (3)\n✗ loss.backward()",
    ),
    "einsum": (
        "a = torch.ones(2, 3); b = torch.ones(4, 5)\ntorch.einsum('ij,jk->ik', a, b)",
        """\
torch.einsum('ij,jk->ik', a, b)
                          a     ij (2×3)
                             b  jk (4×5)
✗ torch.einsum(…): j is 3 and 4""",
    ),
    "layer": (
        (
            "class M(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
            "        self.a, self.b = nn.Linear(4, 8), nn.Linear(4, 2)\n    def forward(self, x):\n"
            "        return self.b(F.relu(self.a(x)))\nM()(torch.ones(3, 4))"
        ),
        """\
return self.b(F.relu(self.a(x)))
              F.relu(self.a(x))  (3×8)
       self.b.weight             (2×4)
       self.b.bias               (2)
       ✗ self.b(…): 8 ≠ 4""",
    ),
    "dtypes": (
        "x = torch.ones(2, 3); i = torch.arange(6).view(3, 2)\nx @ i",
        """\
x @ i
x      (2×3) float32
    i  (3×2) int64
  ✗ matmul (2×3) @ (3×2)""",
    ),
    "products by name": (
        "x = torch.ones(3, 2); w = torch.ones(4, 5)\ntorch.matmul(x, w)",
        """\
torch.matmul(x, w)
             x     (3×2)
                w  (4×5)
✗ torch.matmul(x, w): 2 ≠ 4""",
    ),
    "a forgotten transpose": (
        "x = torch.ones(3, 2); b = torch.ones(5)\ntorch.addmm(b, x, x)",
        """\
torch.addmm(b, x, x)
            b        (5)
               x     (3×2)
                  x  (3×2)
✗ torch.addmm(b, x, x): 2 ≠ 3""",
    ),
    "sums by name": (
        "x = torch.ones(2, 3)\nx.add_(torch.ones(4))",
        """\
x.add_(torch.ones(4))
x                     (2×3)
       torch.ones(4)  (4)
✗ x.add_(…): 3 ≠ 4""",
    ),
    "what grew in place": (
        "a = torch.ones(2, 1); b = torch.ones(1, 3)\na += b",
        """\
a += b
a       (2×1)
     b  (1×3)
  ✗ add (2×1) + (1×3): gives (2×3)""",
    ),
    "a new tensor changed in place": (
        "x = torch.ones(2, 3)\n(x * 2).t_() @ torch.ones(3, 2)",
        """\
(x * 2).t_() @ torch.ones(3, 2)
(x * 2).t_()                     (3×2)
               torch.ones(3, 2)  (3×2)
             ✗
             matmul (3×2) @ (3×2): 2 ≠ 3""",
    ),
    "einsum of one tensor twice": (
        "x = torch.ones(2, 3)\ntorch.einsum('ij,jk->ik', x, x)",
        """\
torch.einsum('ij,jk->ik', x, x)
                          x     ij (2×3)
                             x  jk (2×3)
✗ torch.einsum(…): j is 3 and 2""",
    ),
    "matrices of numpy": (
        "a = np.matrix(np.ones((2, 3))); b = np.matrix(np.ones((4, 2)))\na * b",
        """\
a * b
a      (2×3)
    b  (4×2)
  ✗ matmul (2×3) * (4×2): 3 ≠ 4""",
    ),
    "a layer in a sequence": (
        ("m = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(10, 2))\nm(torch.ones(3, 4))"),
        """\
m(torch.ones(3, 4))
  torch.ones(3, 4)  (3×4)
✗ m(…): 8 ≠ 10
in m[2], Linear(10, 2)""",
    ),
    "a layer that is there twice": (
        ("l = nn.Linear(4, 8)\nm = nn.Sequential(l, nn.ReLU(), l)\nx = torch.ones(2, 4)\nm(x)"),
        "m(x)\n  x  (2×4)\n✗ m(x): 8 ≠ 4\nin Linear(4, 8)",
    ),
    "a layer in a block that is there twice": (
        (
            "l = nn.Sequential(nn.Linear(4, 8))\nm = nn.Sequential(l, nn.ReLU(), l)\n"
            "x = torch.ones(2, 4)\nm(x)"
        ),
        "m(x)\n  x  (2×4)\n✗ m(x): 8 ≠ 4\nin Linear(4, 8)",
    ),
    "a layer behind one put in later": (
        (
            "m = nn.Sequential(nn.Linear(4, 8), nn.Linear(10, 2)); m.insert(0, nn.Flatten())\n"
            "m(torch.ones(3, 4))"
        ),
        """\
m(torch.ones(3, 4))
  torch.ones(3, 4)  (3×4)
✗ m(…): 8 ≠ 10
in m[2], Linear(10, 2)""",
    ),
    "a layer of another kind": (
        "m = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())\nx = torch.ones(1, 32, 32, 3)\nm(x)",
        "m(x)\n  x  (1×32×32×3)\n✗ m(x): 32 ≠ 3\nin m[0], Conv2d(3, 8, …)",
    ),
    "a layer without sizes in the code": (
        (
            "class M(nn.Module):\n    def __init__(self, h):\n        super().__init__()\n"
            "        self.l = nn.Sequential(nn.Linear(4, h), nn.Sequential(nn.Linear(h + 1, 5)))\n"
            "    def forward(self, x):\n        return self.l(x)\nM(7)(torch.ones(3, 4))"
        ),
        """\
return self.l(x)
              x  (3×4)
       ✗ self.l(x): 7 ≠ 8
       in self.l[1][0], Linear(8, 5)""",
    ),
    "a layer with a name": (
        (
            "from collections import OrderedDict\n"
            "m = nn.Sequential(OrderedDict(a=nn.Linear(2, 3), b=nn.LayerNorm(4)))\n"
            "m(torch.ones(1, 2))"
        ),
        """\
m(torch.ones(1, 2))
  torch.ones(1, 2)  (1×2)
✗ m(…)
in m.b, LayerNorm((4,), eps=1e-05, …)""",
    ),
    "a layer deep in one of torch's own": (
        (
            "e = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 4, batch_first=True), 2)\n"
            "x = torch.ones(1, 5, 8)\ne(x)"
        ),
        """\
e(x)
  x  (1×5×8)
  ✗ e(x)
  in e.layers[0].self_attn, MultiheadAttention""",
    ),
    "a layer that a function runs": (
        (
            "from torch.utils.checkpoint import checkpoint\nl = nn.Linear(3, 4)\n"
            "checkpoint(l, torch.ones(2, 5), use_reentrant=False)"
        ),
        """\
checkpoint(l, torch.ones(2, 5), use_reentrant=False)
  torch.ones(2, 5)  (2×5)
  ✗ checkpoint(…): 5 ≠ 3
  in l, Linear(3, 4)""",
    ),
    "a network without a part of that name": (
        "m = nn.Sequential(nn.Linear(4, 8), nn.ReLU())\nm.missing",
        "m.missing\n✗ m.missing",
    ),
    "a network on another device": (
        "m = nn.Sequential(nn.Linear(4, 8), nn.ReLU())\nm.to('nowhere')",
        "m.to('nowhere')\n✗ m.to('nowhere')",
    ),
    "a network's part that is not there": (
        "m = nn.Sequential(nn.Linear(4, 8), nn.ReLU())\nm[7]",
        "m[7]\n✗ m[7]",
    ),
    "what gives two": (
        "x = torch.ones(2, 3); best = x.max(0)\nx + best",
        """\
x + best
x            (2×3)
    best[0]  (3)
    best[1]  (3)
  ✗ add (2×3) + …""",
    ),
    "a layer written out": (
        "nn.Linear(3, 4)(torch.ones(2, 5))",
        """\
nn.Linear(3, 4)(torch.ones(2, 5))
                torch.ones(2, 5)  (2×5)
✗ nn.Linear(3, 4)(…): 5 ≠ 3""",
    ),
    "numbers outside of a table in a sequence": (
        "m = nn.Sequential(nn.Embedding(10, 4), nn.Flatten())\nm(torch.tensor([[10]]))",
        """\
m(torch.tensor([[10]]))
  torch.tensor([[10]])  (1×1)
✗ m(…)
in m[0], Embedding(10, 4)""",
    ),
    "a list": (
        "feats = [torch.zeros(4, i) for i in (3, 3, 5)]\ntorch.cat(feats, dim=0)",
        """\
torch.cat(feats, dim=0)
          feats[0]  (4×3)
          feats[1]  (4×3)
          feats[2]  (4×5)
✗ torch.cat(…): 3 ≠ 5""",
    ),
    "a long list": (
        "feats = [torch.zeros(2)] * 8 + [torch.zeros(3)]\ny = torch.stack(tensors=feats)",
        """\
y = torch.stack(tensors=feats)
                        feats[0]  (2)
                        feats[8]  (3)
    ✗ torch.stack(…)""",
    ),
    "a list on another line": (
        "feats = [torch.zeros(2), torch.zeros(3)]\ntorch.stack(\n    feats,\n)",
        "torch.stack(feats)\n  feats[0]  (2)\n  feats[1]  (3)\n  ✗ torch.stack(feats)",
    ),
    "what a star spreads": (
        "ts = (torch.ones(2, 3), torch.ones(4, 5))\ntorch.matmul(*ts)",
        """\
torch.matmul(*ts)
              ts[0]  (2×3)
              ts[1]  (4×5)
✗ torch.matmul(*ts): 3 ≠ 4""",
    ),
    "a tuple instead of a tensor": (
        "out = nn.LSTM(3, 4)(torch.ones(7, 2, 3)); fc = nn.Linear(4, 2)\nfc(out)",
        """\
fc(out)
   out[0]     (7×2×4)
   out[1][0]  (1×2×4)
   out[1][1]  (1×2×4)
fc.weight     (2×4)
fc.bias       (2)
✗ fc(out)""",
    ),
    "a tuple beside a tensor": (
        "out = (torch.ones(2), 3); y = torch.ones(2); crit = nn.MSELoss()\ncrit(out, y)",
        """\
crit(out, y)
     out[0]  (2)
          y  (2)
✗ crit(out, y)""",
    ),
    "a list with an idea of its own": (
        (
            "class L(list):\n    def __iter__(self): print('asked'); return iter([1])\n"
            "    def __getitem__(self, key): print('asked'); return 1\n"
            "    def __len__(self): print('asked'); return 1\n"
            "xs = L([torch.ones(2)])\nxs.missing"
        ),
        "xs.missing\nxs[0]  (2)\n✗ xs.missing",
    ),
    "another number of elements": (
        "x = torch.ones(2, 3)\nx.view(4, 2)",
        "x.view(4, 2)\nx  (2×3)\n✗ x.view(4, 2): 8 ≠ 6",
    ),
    "what goes somewhere by a list": (
        "a = np.ones((2, 3))\na[:, [0, 1]] = np.ones((3, 3))",
        """\
a[:, [0, 1]] = np.ones((3, 3))
a                               (2×3)
               np.ones((3, 3))  (3×3)
✗ a[:, [0, 1]] is (2×2): 3 ≠ 2""",
    ),
    "what an own function is given": (
        (
            "def encode(x, **kw): return x.flatten(1)\n"
            "x = torch.ones(4, 1, 2, 2)\nF.mse_loss(input=encode(x), target=x)"
        ),
        """\
F.mse_loss(input=encode(x), target=x)
  encode(x)  (4×4)
  x          (4×1×2×2)
  ✗ F.mse_loss(…): 4 ≠ 2""",
    ),
    "what an own function is given, in a sum": (
        "def encode(x): return x.flatten(1)\nx = torch.ones(4, 1, 2, 2)\nencode(x) - x",
        """\
encode(x) - x
encode(x)      (4×4)
            x  (4×1×2×2)
          ✗ sub (4×4) - (4×1×2×2): 4 ≠ 2""",
    ),
    "numbers of another tensor": (
        "x = torch.ones(4, 3); y = torch.ones(4, 5)\nx.view(len(y), y.size(1))",
        """\
x.view(len(y), y.size(1))
x                 (4×3)
           y      (4×5)
               y  (4×5)
✗ x.view(…): 20 ≠ 12""",
    ),
    "a sum that is cut": (
        ("p = {'w': torch.ones(3, 2), 'b': torch.ones(3)}\ntorch.ones(4, 3) @ p['w'] + p['b']"),
        """\
torch.ones(4, 3) @ p['w'] + p['b']
  ….ones(4, 3) @ p['w']  (4×2)
  p['b']                 (3)
  ✗ add (4×2) + (3): 2 ≠ 3""",
    ),
    "what was taken out": (
        "q = [torch.ones(2, 3), torch.ones(2, 4)]\nq.pop(0) @ q.pop(0)",
        """\
q.pop(0) @ q.pop(0)
q.pop(0)             (2×3)
           q.pop(0)  (2×4)
         ✗ matmul (2×3) @ (2×4): 3 ≠ 2""",
    ),
    "what is put somewhere": (
        "x = torch.ones(2, 3)\nx[0] = torch.ones(4) + 1",
        """\
x[0] = torch.ones(4) + 1
x                         (2×3)
       torch.ones(4) + 1  (4)
✗ x[0] is (3): 4 ≠ 3""",
    ),
    "use": (
        "x = torch.ones(2, 3)\nif x > 0: pass",
        "if x > 0: pass\n   x  (2×3)\n   ✗ x > 0 is (2×3)",
    ),
    "what was asserted": (
        "x = torch.ones(2, 3)\nassert x.T.shape == x.shape",
        """\
assert x.T.shape == x.shape
       x.T             (3×2)
                    x  (2×3)
       ✗ x.T.shape == x.shape""",
    ),
    "no tensor at all": ("1 / 0", "1 / 0\n✗ 1 / 0"),
    "not a tensor's fault": (
        "x = torch.ones(2)\ny = x + missing",
        "y = x + missing\n        ✗ missing",
    ),
    "a long line": (
        (
            "def attend(query, key, value, mask):\n"
            "    return torch.softmax(query @ key / 8 ** 0.5 + mask, dim=-1) @ value\n"
            "attend(*[torch.ones(2, 4, 8)] * 4)"
        ),
        """\
…query @ key…
 query        (2×4×8)
         key  (2×4×8)
       ✗ matmul (2×4×8) @ (2×4×8): 8 ≠ 4""",
    ),
    "a long expression": (
        (
            "features = torch.ones(2, 3); other_features = torch.ones(4, 5)\n"
            "both = torch.cat([features, other_features.transpose(0, 1)], dim=1)"
        ),
        """\
torch.cat([features, other_features.transpose(0, 1)], dim=1)
  features           (2×3)
  ….transpose(0, 1)  (5×4)
  ✗ torch.cat(…): 2 ≠ 5""",
    ),
    "several lines": (
        "x = torch.ones(2, 3)\ny = torch.cat([\n    x,\n    x.t(),\n])",
        "torch.cat([x, x.t()])\n  x      (2×3)\n  x.t()  (3×2)\n  ✗ torch.cat(…): 3 ≠ 2",
    ),
    "a long line, of which one part is not known": (
        (
            "x = torch.ones(2, 3); i = iter([0]); targets_of_all = torch.ones(2)\n"
            "F.mse_loss(x[next(i)], targets_of_all, reduction='mean')"
        ),
        """\
F.mse_loss(x[next(i)], targets_of_all, reduction='mean')
  x[next(i)]      (3)
  targets_of_all  (2)
  ✗ F.mse_loss(…): 3 ≠ 2""",
    ),
    "several lines, spaced as people do": (
        "x = torch.ones(2,3); w = torch.ones(2,3)\ny = (x[:,0:2]\n     @ w[:,0:3].t()\n    )",
        """\
x[:, 0:2] @ w[:, 0:3].t()
  x[:, 0:2]      (2×2)
  w[:, 0:3].t()  (3×2)
  ✗ matmul (2×2) @ (3×2): 2 ≠ 3""",
    ),
    "several lines, the same text twice": (
        "x = torch.ones(2,3)\n(x.reshape(3,2)\n @ x.reshape(3,2)\n)",
        """\
x.reshape(3, 2) @ x.reshape(3, 2)
  x.reshape(3, 2)  (3×2)
  x.reshape(3, 2)  (3×2)
  ✗ matmul (3×2) @ (3×2): 2 ≠ 3""",
    ),
    "several lines and other quotes": (
        'd = {"k": torch.ones(2,3)}\ntorch.matmul(\n  d["k"],\n  d["k"])',
        """\
torch.matmul(d['k'], d['k'])
  d['k']  (2×3)
  d['k']  (2×3)
  ✗ torch.matmul(…): 3 ≠ 2""",
    ),
    "several lines by a backslash": (
        "x = torch.ones(2,3)\ny = x \\\n  @ torch.ones(2,3) \\\n  + 1",
        """\
x @ torch.ones(2, 3)
  x                 (2×3)
  torch.ones(2, 3)  (2×3)
  ✗ matmul (2×3) @ (2×3): 3 ≠ 2""",
    ),
    "several lines, of which one part is not known": (
        "x = torch.ones(2,3); i = iter([0, 1])\ny = (x[next(i)]\n  @ x)",
        """\
x[next(i)] @ x
  x[next(i)]  (3)
  x           (2×3)
  ✗ matmul (3) @ (2×3): 3 ≠ 2""",
    ),
    "several lines, a name bound anew": (
        "x = torch.ones(2,3)\ny = ((x := x.t())\n  @ x)",
        "(x := x.t()) @ x\n  x.t()  (3×2)\n  ✗ (x := x.t()) @ x: 2 ≠ 3",
    ),
    "several lines, of which shapes are asked": (
        "x = torch.ones(2,3)\nassert (x.shape[0]\n == x.T.size(0))",
        """\
x.shape[0] == x.T.size(0)
  x    (2×3)
  x.T  (3×2)
  ✗ … == x.T.size(0)""",
    ),
    "several lines, an attribute on the next": (
        "x = torch.ones(2,3); w = torch.ones(2,4)\n(x\n.T\n.cumsum(0) @ w\n.T)",
        """\
x.T.cumsum(0) @ w.T
  x.T.cumsum(0)  (3×2)
  w.T            (4×2)
  ✗ matmul (3×2) @ (4×2): 2 ≠ 4""",
    ),
    "what broke far to the right": (
        "f = lambda a, b: a @ b\nf(torch.ones(2, 3), torch.ones(4, 5))",
        """\
f = lambda a, b: a @ b
                 a      (2×3)
                     b  (4×5)
                   ✗
             matmul (2×3) @ (4×5): 3 ≠ 4""",
    ),
    "the second of two operators": (
        "x, w, b = torch.ones(2, 3), torch.ones(3, 4), torch.ones(5)\nactivations = x @ w + b",
        """\
activations = x @ w + b
              x @ w      (2×4)
                      b  (5)
                    ✗
                  add (2×4) + (5): 4 ≠ 5""",
    ),
    "wide characters": (
        "数 = torch.ones(2, 3)\ny = 数 @ 数",
        """\
y = 数 @ 数
    数       (2×3)
         数  (2×3)
       ✗ matmul (2×3) @ (2×3): 3 ≠ 2""",
    ),
}


@pytest.mark.parametrize(("code", "rows"), FAILING.values(), ids=FAILING.keys())
async def test_a_failing_line_is_told_in_rows(run: Run, code: str, rows: str) -> None:
    result = await run(code)

    assert result.error is not None
    assert failing(result.trace, result.error, code) == rows


async def test_of_the_same_text_twice_each_has_its_own(run: Run) -> None:
    code = "q = [torch.ones(2, 3), torch.ones(2, 4)]\nq.pop(0) @ q.pop(0)"

    result = await run(code, want={"trace": True})

    assert result.error is not None
    assert (
        failing(result.trace, result.error, code)
        == """\
q.pop(0) @ q.pop(0)
q.pop(0)             (2×3)
           q.pop(0)  (2×4)
         ✗ matmul (2×3) @ (2×4): 3 ≠ 2"""
    )


async def test_every_line_is_told_in_rows(run: Run) -> None:
    code = """\
x = torch.arange(6.).view(2, 3)
def f(a):
    return a[:, 0]
y = x @ x.t() + f(x)
torch.softmax(x, dim=1).argmax(dim=1, keepdim=True).float().mean()
x @ y.int()"""

    result = await run(code, want={"trace": True})

    assert (
        every_line(result.trace, code)
        == """\
1 x = torch.arange(6.).view(2, 3)
      torch.arange(6.)             (6)
                      .view(2, 3)  (2×3)
3 return a[:, 0]
         a        (2×3)
          [:, 0]  (2)
4 y = x @ x.t() + f(x)
      x                 (2×3)
           .t()         (3×2)
        @               (2×2)
                  f(x)  (2)
                +       (2×2)
5 torch.softmax(x, dim=1).argmax(dim=1, keepdim=True).float().mean()
  x                        (2×3)
  torch.softmax(x, dim=1)  (2×3)
  ….argmax(…)              (2×1) int64
  ….float()                (2×1)
  ….mean()                 ()
6 x @ y.int()
  x            (2×3)
      y        (2×2)
       .int()  (2×2) int32
    ✗ @"""
    )


async def test_what_an_augmented_assignment_left_is_told_in_rows(run: Run) -> None:
    code = """\
x, n, rows = torch.ones(2, 3), 1, {"a": torch.ones(4)}
w = torch.ones(3, requires_grad=True)
(w * w).sum().backward()
x += 1
n += torch.ones(2)
w.data -= 0.1 * w.grad
x[:, 1:] *= 2
rows["a"] /= 2
def f():
    global x
    x @= x.T
f()"""

    result = await run(code, want={"trace": True})

    assert (
        every_line(result.trace, code).partition("\n4 ")[2]
        == """\
x += 1
  x  (2×3)
5 n += torch.ones(2)
       torch.ones(2)  (2)
  n                   (2)
6 w.data -= 0.1 * w.grad
  w                       (3)
                   .grad  (3)
                *         (3)
7 x[:, 1:] *= 2
  x  (2×3)
11 x @= x.T
        x    (2×3)
         .T  (3×2)
   x         (2×2)"""
    )


async def test_an_augmented_assignment_that_fails_tells_what_it_began_with(run: Run) -> None:
    """Not what it left in the turn before."""
    code = (
        "x = torch.ones(2)\nfor i in range(2):\n    x += torch.ones(2 + i)\n"
        "    x = torch.ones(4, 2)"
    )

    result = await run(code, want={"trace": True})

    assert [(part.expression, part.shape) for part in result.trace if part.line == 3] == [
        ("x", (4, 2)),
        ("torch.ones(2 + i)", (3,)),
        ("x += torch.ones(2 + i)", None),
    ]


ENDLESS = {
    "with numbers": "def f(n):\n    return f(n - 1)\nf(3)",
    "with tensors": "def f(x, n):\n    return f(x * 1, n + 1)\nf(torch.ones(2), 0)",
    "with an object": "class A:\n    def f(self, x): return self.f(x)\nA().f(torch.ones(2))",
}


@pytest.mark.parametrize("code", ENDLESS.values(), ids=ENDLESS.keys())
async def test_no_name_is_said_to_have_broken_where_noting_it_went_too_deep(
    run: Run, code: str
) -> None:
    """To look at a name takes no call; to note what it gives does."""
    result = await run(code, want={"trace": True})

    assert result.error is not None
    assert (result.error.type, result.error.line) == ("RecursionError", code.count("\n"))
    broken = [part.expression for part in result.trace if part.broke]
    assert not [each for each in broken if each.isidentifier()]
    assert result.error.column is None or broken
