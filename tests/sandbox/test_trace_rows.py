"""What a learner sees of a failing line: real runs, and the rows to the letter."""

import pytest

from tests.sandbox.conftest import Run
from tutor.trace import every_line, failing

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
✗ torch.cat(…)""",
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
    "what is put somewhere": (
        "x = torch.ones(2, 3)\nx[0] = torch.ones(4) + 1",
        """\
x[0] = torch.ones(4) + 1
x                         (2×3)
       torch.ones(4) + 1  (4)
✗ x[0]""",
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
       ✗ x.T.shape == x.sh…""",
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
  ✗ torch.cat(…)""",
    ),
    "several lines": (
        "x = torch.ones(2, 3)\ny = torch.cat([\n    x,\n    x.t(),\n])",
        "torch.cat([x, x.t()])\n  x      (2×3)\n  x.t()  (3×2)\n  ✗ torch.cat(…)",
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
