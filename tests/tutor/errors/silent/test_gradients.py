"""A backward() that failed is told by what the code did, and not by the commonest cause alone."""

import pytest

from tests.tutor.advice.advising import said

TWICE = ("RuntimeError", "Trying to backward through the graph a second time (or directly …")
CHANGED = (
    "RuntimeError",
    (
        "one of the variables needed for gradient computation has been modified by an inplace "
        "operation: [torch.FloatTensor [3, 1]], which is output 0 of AsStrided, is at version 2"
    ),
)
NOT_RECORDED = (
    "RuntimeError",
    "element 0 of tensors does not require grad and does not have a grad_fn",
)
LOOP = "for x in xs:\n    out, h = rnn(x, h)\n    loss = out.mean()\n    "
KEPT = "In a loop, that is mostly something kept from the turn before"
SUM = "call backward() once, on their sum"
RETAIN = "or call the earlier one with retain_graph=True"


def test_a_graph_used_up_in_a_loop_is_one_that_was_kept() -> None:
    words = said(*TWICE, "loss.backward()", f"{LOOP}loss.backward()")

    assert KEPT in words
    assert SUM not in words
    assert "retain_graph" not in words


def test_two_losses_of_one_loop_may_share_it_as_well() -> None:
    words = said(*TWICE, "g.backward()", f"{LOOP}d.backward()\n    g.backward()")

    assert KEPT in words
    assert SUM in words


def test_the_losses_of_a_gan_are_not_computed_again() -> None:
    words = said(*TWICE, "g.backward()", "d.backward()\nopt.step()\ng.backward()")

    assert SUM in words
    assert "fake.detach()" in words
    assert "ompute" not in words
    assert "retain_graph" not in words


def test_one_loss_alone_can_be_computed_again_or_its_graph_be_kept() -> None:
    assert RETAIN in said(*TWICE, "loss.backward()", "loss.backward()\nloss.backward()")


def test_a_loop_elsewhere_is_none_around_it() -> None:
    code = "for i in range(3):\n    print(i)\nloss.backward()\nloss.backward()"

    assert RETAIN in said(*TWICE, "loss.backward()", code)


def test_a_function_beside_a_loop_may_be_called_in_it() -> None:
    code = "def step(x):\n    loss.backward()\nfor x in xs: step(x)"

    assert KEPT in said(*TWICE, "loss.backward()", code, line=2)


def test_after_a_step_no_graph_is_to_be_kept() -> None:
    """The weights that it needs have changed by then."""
    code = "loss.backward()\nopt.step()\nloss.backward()"

    assert "retain_graph" not in said(*TWICE, "loss.backward()", code)


def test_of_code_that_is_not_python_nothing_is_known() -> None:
    words = said(*TWICE, "loss.backward()", "%matplotlib inline\nloss.backward()")

    assert KEPT in words
    assert SUM in words


def test_a_step_between_two_losses_changed_the_weights() -> None:
    words = said(
        *CHANGED, "l2.backward()", "l1.backward(retain_graph=True)\noptimizer.step()\nl2.backward()"
    )

    assert words == (
        "A weight that backward() still needs was changed: optimizer.step() does that. Call every "
        "backward() first, then step(); or compute the second loss after it."
    )


def test_a_step_in_a_loop_lies_before_what_was_kept() -> None:
    code = f"{LOOP}loss.backward(retain_graph=True)\n    optimizer.step()"

    assert said(*CHANGED, "loss.backward(retain_graph=True)", code, line=4).endswith(
        "cut off what was kept from there, as a hidden state, with h = h.detach()."
    )


@pytest.mark.parametrize(
    "line",
    [
        *("x += y", "x.add_(1)", "x[0] = 1", "F.relu(x, inplace=True)", "w.data = x"),
        *("h = f(x); h += 1", "h = f(x)\nh *= 0.5"),
    ],
)
def test_either_may_have_changed_it(line) -> None:
    code = f"{line}\noptimizer.step()\nloss.backward()"

    assert "optimizer.step(), +=, add_() or x[…] = …" in said(*CHANGED, "loss.backward()", code)


@pytest.mark.parametrize(
    "line", ["total += loss.item()", "n = 0\nn += 1", "w.requires_grad_()", "nn.init.zeros_(w)"]
)
def test_what_changes_no_tensor_of_the_graph_is_not_blamed(line) -> None:
    code = f"{line}\noptimizer.step()\nloss.backward()"

    assert "+=" not in said(*CHANGED, "loss.backward()", code)


@pytest.mark.parametrize("line", ["scheduler.step()", "env.step()", "x = 1", "s.step()"])
def test_without_a_step_it_was_changed_by_hand(line) -> None:
    words = said(*CHANGED, "loss.backward()", f"{line}\nloss.backward()")

    assert words == (
        "A tensor of shape (3, 1) that backward() still needs was changed in place, as by +=, "
        "add_() or x[…] = …. Make a new tensor instead: x = x + 1 for x += 1, or x = x.clone() "
        "before x[0] = 0."
    )


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("y += 1", "If y += 1 did that, write y = y + 1 instead."),
        ("y *= a - b", "If y *= a - b did that, write y = y * (a - b) instead."),
        ("h[0] = 0", "If h[0] = 0 did that, change a copy: h = h.clone() right before it."),
        ("h[0] += 1", "If h[0] += 1 did that, change a copy: h = h.clone() right before it."),
    ],
)
def test_the_one_change_in_place_is_told_by_its_own_names(line, instead) -> None:
    words = said(*CHANGED, "y.backward()", f"n = 0\nn += 1\n{line}\ny.backward()")

    assert words == (
        "A tensor of shape (3, 1) that backward() still needs was changed in place, as by +=, "
        f"add_() or x[…] = …. {instead}"
    )


@pytest.mark.parametrize(
    "lines",
    [
        "y += 1\nh[0] = 0",
        "y.add_(1)",
        "h.data[0] = 0",
        "losses += [y]",
        "with torch.no_grad():\n    w -= w.grad",
        "y += f(g.add_(1))",
        f"y += {'a' * 80}",
    ],
)
def test_of_other_changes_nothing_is_rewritten(lines) -> None:
    """A weight that is changed under no_grad must stay the same tensor."""
    words = said(*CHANGED, "y.backward()", f"{lines}\ny.backward()")

    assert words.endswith("or x = x.clone() before x[0] = 0.")


PARTS = "collect the parts in a list, then join them with torch.stack."


@pytest.mark.parametrize(
    "line",
    [
        "y[0] = y[1] * y[2]",
        "y[-1] *= w",
        "y[0] **= 2",
        "y[0] += y[1] * w",
        "y[:, 0] = y[:, 1] * w",
    ],
)
def test_what_a_change_reads_as_well_is_not_mended_by_a_copy(line) -> None:
    """The copy is changed after it was read, just as the first one was."""
    words = said(*CHANGED, "y.backward()", f"{line}\ny.backward()")

    assert words.endswith(f"by +=, add_() or x[…] = …. If {line} did that, {PARTS}")


def test_a_part_may_be_counted_by_a_loop() -> None:
    code = "for t in range(1, n):\n    h[t] = torch.tanh(h[t - 1] @ w)\nh.backward()"

    assert said(*CHANGED, "h.backward()", code).endswith(PARTS)


@pytest.mark.parametrize("line", ["y[m] = y[m] * w", "y[0] = y[1] * w\ny += 1"])
def test_where_no_parts_are_known_neither_a_copy_nor_a_list_is_told_of(line) -> None:
    words = said(*CHANGED, "y.backward()", f"{line}\ny.backward()")

    assert words.endswith("Make a new tensor instead: x = x + 1 for x += 1.")


def test_a_weight_that_was_replaced_records_nothing() -> None:
    code = "with torch.no_grad():\n    w = w - 0.1 * w.grad\nloss.backward()"

    words = said(*NOT_RECORDED, "loss.backward()", code)

    assert words.endswith(
        " Also, w = w - … under no_grad() makes a new tensor, which records none: change w in "
        "place, with w -= …."
    )


def test_frozen_weights_take_no_part() -> None:
    code = "for p in m.parameters():\n    p.requires_grad = False\nloss.backward()"

    assert said(*NOT_RECORDED, "loss.backward()", code).endswith(
        " What was given requires_grad = False takes no part, either."
    )


def test_a_loop_over_losses_has_several() -> None:
    words = said(*TWICE, "l.backward()", "for l in [l1, l2]:\n    l.backward()")

    assert SUM in words
    assert SUM not in said(*TWICE, "l.backward()", "for x in xs:\n    l.backward()")


def test_what_used_it_up_may_have_been_grad() -> None:
    line = "torch.autograd.grad(y.sum(), x)"

    assert said(*TWICE, line, f"{line}\n{line}").startswith(
        "An earlier backward() or autograd.grad() has used up this graph."
    )


@pytest.mark.parametrize("layer", ["nn.ReLU(True)", "nn.LeakyReLU(0.2, True)"])
def test_a_layer_that_works_in_place_may_have_changed_it(layer) -> None:
    code = f"net = nn.Sequential(nn.Sigmoid(), {layer})\noptimizer.step()\nloss.backward()"

    assert "+=" in said(*CHANGED, "loss.backward()", code)
