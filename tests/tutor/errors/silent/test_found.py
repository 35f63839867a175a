"""What is surely wrong with code is told; what may be meant as it is, is not."""

import pytest

from knowledge.examples import python
from knowledge.pages.entry import Section, section_code, section_text
from tutor.errors.silent.found import fault_in
from tutor.library import Library

LOOP = """
for epoch in range(10):
    for xb, yb in dl:
        loss = loss_fn(model(xb), yb)
        loss.backward()
        {}
"""
FAULTS = [
    (LOOP.format("opt.step()"), "I see no opt.zero_grad() here", "zero-grad"),
    (
        "sgd2 = torch.optim.SGD(ps, lr=0.1)\n" + LOOP.format("sgd2.step()"),
        "I see no sgd2.zero_grad() here",
        "zero-grad",
    ),
    ("loss = f(x, y).item()\nloss.backward()", "loss is a plain number", "backward-method"),
    ("loss = f(x, y).item(); loss.backward()", "loss is a plain number", "backward-method"),
    (
        "with torch.no_grad():\n    out = model(x)\n    loss = crit(out, y)\nloss.backward()",
        "loss is computed under no_grad",
        "no-grad-vs-detach",
    ),
    (
        "import torch\ndef accuracy(out, y): return (out.argmax(1) == y).mean()",
        "(out.argmax(1) == y).float().mean()",
        "mean-needs-float",
    ),
    ("acc = torch.mean(p == y)", "(p == y).float().mean()", "mean-needs-float"),
    (
        "optimizer = torch.optim.SGD(model.parameters, lr=0.1)",
        "has to be called here: model.parameters()",
        "",
    ),
    ("Adam(params=net.parameters)", "has to be called here: net.parameters()", ""),
    (
        "crit = nn.CrossEntropyLoss()\nout = torch.softmax(model(x), dim=1)\nloss = crit(out, y)",
        "it is taken twice",
        "cross-entropy-input",
    ),
    ("F.cross_entropy(nn.Softmax(1)(model(x)), y)", "it is taken twice", "cross-entropy-input"),
    (
        "m = nn.Sequential(nn.Linear(2, 3), nn.Softmax(dim=1))\nF.cross_entropy(m(x), y)",
        "it is taken twice",
        "cross-entropy-input",
    ),
    (
        "w = w - lr * w.grad\nb = b - lr * b.grad\nprint(w)\nb.grad.zero_()\nw.grad.zero_()",
        "makes a new tensor",
        "what-is-sgd",
    ),
    (
        "z = torch.softmax(net(x), 1)\nfor y in ys:\n    loss = F.cross_entropy(z, y)",
        "it is taken twice",
        "cross-entropy-input",
    ),
    (
        "for x in dl:\n    crit = nn.MSELoss()\n    crit(net(x), x).backward()\n    opt.step()",
        "I see no opt.zero_grad() here",
        "zero-grad",
    ),
    (
        "for p in model.parameters():\n    p = p * 0.5\n# nothing changes",
        "p = p * 0.5 makes a new tensor",
        "in-place-ops",
    ),
    (
        "w = w - lr * w.grad\nw.grad.zero_()   # NoneType",
        "w = w - lr * w.grad makes a new tensor",
        "what-is-sgd",
    ),
]
SOUND = [
    "",
    "loss = ",
    LOOP.format("opt.step(); opt.zero_grad()"),
    LOOP.format("opt.step()\n        for p in ps: p.grad = None"),
    LOOP.format("opt.step()\n        w.grad.zero_()"),
    LOOP.format("scheduler.step()"),
    "class Opt:\n    def step(self): ...\n" + LOOP.format("opt.step()"),
    "loss.backward()\nopt.step()",
    "loss = f(x)\nloss.backward()\nloss = loss.item()",
    "def show():\n    loss = f(x).item()\n\ndef train():\n    loss.backward()",
    "with torch.no_grad():\n    seen = f(x)\nloss = g(x)\nloss.backward()",
    "with torch.no_grad():\n    loss = f(x)\nloss.requires_grad_()\nloss.backward()",
    "with torch.no_grad():\n    w = torch.ones(2, requires_grad=True)\nw.backward()",
    "with torch.no_grad():\n    loss = f(x)\nloss = g(x)\nloss.backward()",
    "(out.argmax(1) == y).float().mean()",
    "np.mean(a == b)",
    "import numpy as np\n(a == b).mean()",
    "torch.mean(x)",
    "torch.optim.SGD(model.parameters(), lr=0.1)",
    "list_all(model.parameters)",
    "F.cross_entropy(model(x), y)",
    "F.nll_loss(torch.log_softmax(model(x), 1), y)",
    "cross_entropy(torch.softmax(x, 1), y)",
    "out = torch.softmax(model(x), dim=1)\nout = model(x)\nF.cross_entropy(out, y)",
    "m = nn.Sequential(nn.Softmax(dim=1), nn.Linear(2, 3))\nF.cross_entropy(m(x), y)",
    "for p in model.parameters():\n    p = p * 0.5\n    new.append(p)",
    "for p in values:\n    p = p * 0.5",
    "w = w - lr * g\nw.grad.zero_()",
    "w = w - lr * w.grad\nw = w.detach().requires_grad_()\nf(w).backward()\nw.grad.zero_()",
    "w -= lr * w.grad\nw.grad.zero_()",
    "-" * 5000 + "1",
    # Gradients that may be emptied, or new in each round.
    LOOP.format("w.grad, b.grad = None, None; opt.step()"),
    LOOP.format("opt.step(); w.grad *= 0"),
    LOOP.format("opt.step(); w.grad.fill_(0)"),
    LOOP.format("opt.step(); w.grad[:] = 0"),
    LOOP.format("opt.step(); w.grad.data.mul_(0)"),
    LOOP.format('opt.step(); setattr(w, "grad", None)'),
    LOOP.format("opt.step(); torch._foreach_zero_([w.grad])"),
    LOOP.format("opt.step(); zero_grads(model)"),
    LOOP.format("opt.step(); clear_grads(model)"),
    LOOP.format("opt.step(); reset(model)"),
    LOOP.format("opt.step(); prepare(opt)"),
    LOOP.format("opt.step(); ..."),
    "from ours import SGD\nopt = SGD(ps)\n" + LOOP.format("opt.step()"),
    "for i in range(1):\n    f(x).backward()\n    opt.step()",
    "for lr in lrs:\n    opt = torch.optim.SGD(ps, lr=lr)\n    f(x).backward()\n    opt.step()",
    "for seed in seeds:\n    net, opt = make(seed)\n    net(x).backward()\n    opt.step()",
    "for seed in seeds:\n    net = make(seed)\n    net(x).backward()\n    opt.step()",
    "for opt in several:\n    f(x).backward()\n    opt.step()",
    "for i in d:\n    w = torch.ones(2, requires_grad=True)\n    f(w).backward()\n    opt.step()",
    # Comparisons of what is no tensor.
    "p = model(x).argmax(1).numpy()\nacc = (p == y).mean()",
    "import torch\np = model(x).argmax(1).numpy()\nacc = (p == y).mean()",
    "import torch\nfrom sklearn.datasets import load_iris\n(load_iris().data > 5).mean()",
    "import torch\n(df.a == 3).mean()",
    "import torch\nimport jax.numpy as jnp\n(a == b).mean()",
    "(a == b).mean()",
    # What a name stands for is another thing there, or may be.
    "if not training:\n    z = torch.softmax(z, 1)\nelse:\n    loss = F.cross_entropy(z, y)",
    "def f(z):\n  if test:\n    z = softmax(z, 1)\n    return z\n  return F.cross_entropy(z, y)",
    "if log:\n    loss = loss.item()\nelse:\n    loss.backward()",
    "if test:\n  with torch.no_grad():\n    loss = f(x)\nif train:\n    loss.backward()",
    "out = torch.softmax(net(x), 1)\nout, h = rnn(x)\nF.cross_entropy(out, y)",
    "with torch.no_grad():\n    loss = f(x)\nloss, acc = step(x)\nloss.backward()",
    "loss = f(x).item()\nfor loss in losses:\n    loss.backward()",
    "loss = f(x).item()\nloss: torch.Tensor = g(x)\nloss.backward()",
    "loss = f(x).item()\nloss += g(x)\nloss.backward()",
    "loss = f(x).item()\nif (loss := g(x)) is not None:\n    loss.backward()",
    "loss = f(x).item()\n[loss := g(x) for x in xs]\nloss.backward()",
    "out = torch.softmax(z, 1)\n(lambda out: F.cross_entropy(out, y))(net(x))",
    "out = torch.softmax(z, 1)\n[F.cross_entropy(out, y) for out in outs]",
    "def f():\n    global loss\n    loss = g()\nloss = f(x).item()\nf()\nloss.backward()",
    "with torch.no_grad():\n    w = nn.Parameter(torch.ones(()))\nw.backward()",
    "w = w - lr * w.grad\ntrain(w)\nw.grad.zero_()",
    "w = w - lr * w.grad\nw.grad = g\nw.grad.zero_()",
    # Names that are torch's elsewhere.
    "class CrossEntropyLoss:\n    pass\ncrit = CrossEntropyLoss()\ncrit(torch.softmax(z, 1), y)",
    "class F:\n    pass\nF.cross_entropy(torch.softmax(z, 1), y)",
    "import ours.functional as F\nF.cross_entropy(torch.softmax(z, 1), y)",
    "def softmax(z):\n    return z\nF.cross_entropy(softmax(z), y)",
    "class SGD:\n    pass\nopt = SGD(model.parameters)",
    "class Value:\n    def item(self):\n        return self\nx = v.item()\nx.backward()",
]


COLUMN, ROW = {"pred": (4, 1), "y": (4,)}, {"pred": (4,), "y": (4, 1)}
OF_SIZES = [
    ("loss = ((pred - y) ** 2).mean()", COLUMN, "write pred.squeeze(1)", "accidental-broadcast"),
    ("torch.mean((pred - y) ** 2)", ROW, "write y.squeeze(1)", "accidental-broadcast"),
    ("(pred - y).abs().sum()", COLUMN, "(4, 4)", "accidental-broadcast"),
    ("p = torch.softmax(logits, dim=0)", {"logits": (8, 3)}, "write dim=1", "softmax-dim"),
    ("p = F.softmax(out, 0)", {"out": (8, 3)}, "each column of out", "softmax-dim"),
    ("p = logits.softmax(dim=0)", {"logits": (8, 3)}, "write dim=1", "softmax-dim"),
]
MEANT_SO = [
    ("y = y.view(4, 1)\nloss = ((pred - y) ** 2).mean()\ny = y.view(4)", COLUMN),
    ("out = f(x)\np = torch.softmax(out, 0)\nout = out.reshape(3, 8)", {"out": (3, 8)}),
    ("loss = ((pred - y) ** 2).mean()", {"pred": (4,), "y": (4,)}),
    ("loss = ((pred - y) ** 2).mean()", {"pred": (4, 1), "y": (3,)}),
    ("loss = ((pred - y) ** 2).mean()", {"pred": (1, 1), "y": (1,)}),
    ("loss = ((pred - y) ** 2).mean()", {}),
    ("distances = (pred - y).abs()", COLUMN),
    ("p = torch.softmax(logits, dim=0)", {"logits": (3,)}),
    ("p = torch.softmax(logits, dim=1)", {"logits": (8, 3)}),
    ("p = torch.softmax(x, dim=0)", {"x": (8, 3)}),
]


@pytest.mark.parametrize(("code", "left", "said", "page"), OF_SIZES)
def test_sizes_give_away_what_went_well_and_means_something_else(
    code: str, left: dict[str, tuple[int, ...]], said: str, page: str
) -> None:
    fault = fault_in(code, ran_well=True, left=left)

    assert fault is not None
    assert said in fault.said
    assert fault.page == page


@pytest.mark.parametrize(("code", "left"), MEANT_SO)
def test_of_other_sizes_nothing_is_said(code: str, left: dict[str, tuple[int, ...]]) -> None:
    assert fault_in(code, ran_well=True, left=left) is None


@pytest.mark.parametrize(("code", "said", "page"), FAULTS)
def test_what_is_surely_wrong_is_told(code: str, said: str, page: str) -> None:
    fault = fault_in(code)

    assert fault is not None
    assert said in fault.said
    assert fault.page == page


@pytest.mark.parametrize("code", SOUND)
def test_what_may_be_meant_so_is_no_fault(code: str) -> None:
    assert fault_in(code) is None


def test_a_long_line_is_not_said_again() -> None:
    fault = fault_in(f"for p in model.parameters():\n    p = p * {'1' * 80}")

    assert fault is not None
    assert fault.said.startswith("That line makes a new tensor")


@pytest.mark.parametrize("code", [code for code, _, page in FAULTS if page])
def test_its_page_is_there_and_has_the_section(library: Library, code: str) -> None:
    fault = fault_in(code)

    assert fault is not None
    entry = library.entries[fault.page]
    assert fault.told_in is None or section_text(entry, fault.told_in)


@pytest.mark.parametrize("code", ["loss = f(x).item()\nloss.backward()", "SGD(net.parameters)"])
def test_of_code_that_ran_well_no_fault_is_told_that_raises(code: str) -> None:
    assert fault_in(code)
    assert fault_in(code, ran_well=True) is None
    assert fault_in(LOOP.format("opt.step()"), ran_well=True)


def test_of_all_examples_those_that_show_such_a_mistake_are_faulted(library: Library) -> None:
    """They were run, and do what they say: what is found in any other is meant so."""
    codes = {
        (slug, section): section_code(entry, section)
        for slug, entry in library.entries.items()
        for section in Section
    }

    assert sum(1 for code in codes.values() if code) > len(library.entries)
    assert all(python.parsed(code) for code in codes.values())
    faults = {place: fault for place, code in codes.items() if (fault := fault_in(code))}
    shown = {("cross-entropy-input", section): "cross-entropy-input" for section in Section}
    assert {place: fault.page for place, fault in faults.items()} == shown
