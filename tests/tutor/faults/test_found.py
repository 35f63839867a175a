"""What is surely wrong with code is told; what may be meant as it is, is not."""

import pytest

from knowledge.example import section_text
from knowledge.pycon import Malformed, parse
from tutor.faults.found import fault_in
from tutor.library import Library

LOOP = """
for epoch in range(10):
    for xb, yb in dl:
        loss = loss_fn(model(xb), yb)
        loss.backward()
        {}
"""
FAULTS = [
    (LOOP.format("opt.step()"), "never calls opt.zero_grad()", "zero-grad"),
    (
        "sgd2 = torch.optim.SGD(ps, lr=0.1)\n" + LOOP.format("sgd2.step()"),
        "never calls sgd2.zero_grad()",
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
        "def accuracy(out, y): return (out.argmax(1) == y).mean()",
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
]


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


def test_of_all_short_answers_one_shows_such_a_mistake(library: Library) -> None:
    """They were run, and do what they say: what is found in any other is meant so."""
    wrong = {slug: fault for slug, code in _examples(library) if (fault := fault_in(code))}

    assert set(wrong) <= {"cross-entropy-input"}


def _examples(library: Library) -> list[tuple[str, str]]:
    parsed = [(slug, parse(entry.short)) for slug, entry in library.entries.items()]
    return [
        (slug, "".join(each.source for each in found))
        for slug, found in parsed
        if not isinstance(found, Malformed)
    ]
