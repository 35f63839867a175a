"""View or copy, and which line raises: what happens as it runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tutor.practice.drills.draw import Draw
from tutor.practice.drills.drill import RAISES, Ask, Sheet, Slip

_CHANGES, _STAYS = "x changes, too", "x stays as it was"

# What makes y of x, with the rule; `{}` stands for x.
_VIEWS: Mapping[int, tuple[tuple[str, str], ...]] = {
    1: (
        ("{}[1]", "An index by numbers or slices gives a view."),
        ("{}[:, 1:]", "An index by slices gives a view."),
        ("{}.T", "A transpose only reads the same memory in another order."),
        ("{}.clone()", "clone always copies."),
        ("{} + 0", "Arithmetic always makes a new tensor."),
        ("{}.view(-1)", "view never copies."),
    ),
    2: (
        ("{}.reshape(-1)", "reshape gives a view where the memory lies right, as it does here."),
        ("{}.unsqueeze(0)", "unsqueeze gives a view."),
        ("{}[[0, 1]]", "An index by a list copies."),
        ("{}[{} > 2]", "An index by a mask copies."),
        ("{}.detach()", "detach leaves the graph, but not the memory."),
        ("{}.repeat(2, 1)", "repeat copies; expand would not."),
        ("{}.flatten()", "flatten gives a view where the memory lies right, as it does here."),
    ),
    3: (
        ("{}.T.reshape(-1)", "After a transpose the memory lies wrong for this, so it is copied."),
        ("{}.T.flatten()", "After a transpose the memory lies wrong for this, so it is copied."),
        ("{}.T.contiguous()", "contiguous copies where the memory lies in another order."),
        ("{}.contiguous()", "contiguous gives the tensor itself where it is contiguous already."),
        ("{}.chunk(2)[0]", "chunk gives views."),
        ("{}.diagonal()", "diagonal gives a view."),
        ("{}.sum(0, keepdim=True)", "A reduction makes a new tensor."),
    ),
    4: (
        ("{}.T.view(-1)", "view never copies: after a transpose it can't join the axes."),
        ("{}.to(torch.int64)", "to gives the tensor itself where it has that dtype already."),
        ("{}.to(torch.float64)", "to another dtype copies."),
        ("torch.from_numpy({}.numpy())", "NumPy shares memory with torch in both directions."),
        ("{}.unsqueeze(0).expand(3, -1, -1)", "An element that stands for several can't be changed "
         "in place."),
        ("torch.cat([{}])", "cat copies, even of one tensor."),
        ("{}[:, [0, 1]]", "An index by a list copies."),
    ),
    5: (
        ("{}[1:].T.reshape(-1)", "After a transpose the memory lies wrong for this."),
        ("{}[:1].reshape(-1)", "One row lies together, so reshape gives a view."),
        ("{}[:, :2].reshape(-1)", "Parts of rows don't lie together, so reshape copies."),
        ("{}[:, 0].contiguous()", "A column's elements lie apart, so contiguous copies."),
        ("{}.T.T.view(-1)", "Two transposes undo each other: the memory lies right again."),
        ("{}.detach()[:, ::2]", "detach and slices give views."),
        ("{}.mT.unsqueeze(0).flatten(1)", "Transposed axes can't be joined without a copy."),
        ("{}.expand(2, -1, -1)", "An element that stands for several can't be changed in place."),
        ("torch.asarray({})", "asarray gives the tensor itself where nothing has to change."),
    ),
}  # fmt: skip


def view_or_copy(d: Draw, level: int) -> Sheet:
    rows, columns = d.sizes(2)
    made, rule = d.pick(_VIEWS[level] if d.chance(75) else _VIEWS[max(1, level - 1)])
    start, number = f"torch.arange({rows * columns}).reshape({rows}, {columns})", d.between(2, 99)
    # The second makes a new tensor and lets y name that.
    change = d.pick((f"y += {number}", f"y.sub_({number})", f"y.fill_(-{number})"))
    if rebinds := level > 1 and d.chance(20):
        change = f"y = y + {number}"
        rule = f"{change} makes a new tensor and calls that y; whatever y was is left alone."
    before = f"x = {start}\ny = {made.replace('{}', 'x')}"
    code = f"{before}\n{change}"
    truth = Ask(code, f"{_STAYS!r} if torch.equal(x, {start}) else {_CHANGES!r}")
    shares = "x.untyped_storage().data_ptr() == y.untyped_storage().data_ptr()"
    slips = (
        Slip(_CHANGES, f"{change} changes no memory." if rebinds else "y has memory of its own."),
        Slip(_STAYS, "y reads the same memory as x, and it is changed in place."),
        Slip(RAISES, "Each of these lines runs."),
    )
    # Where a line raises, x is as it was; but it is the error that counts.
    wrong = tuple(each for each in slips if each.answer != RAISES or level > 1)
    steps = (("y shares the memory of x, before the last line", Ask(before, shares)),)
    return Sheet("What becomes of x?", code, truth, wrong, rule, steps)


# Which line raises?


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and the shape it leaves; `said` is why it runs, or why it does not."""

    code: str
    shape: tuple[int, ...]
    said: str


def _product(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    inner, new = shape[-1] + broken, d.between(2, 7)
    agree = "not equal" if broken else "equal"
    said = f"@ meets sizes {shape[-1]} and {inner}, which are {agree}."
    return _Line(f"y = y @ torch.zeros({inner}, {new})", (*shape[:-1], new), said)


def _sum(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    size = shape[-1] + 1 if broken else d.pick((shape[-1], 1))
    fits = "don't fit" if broken else "fit"
    said = f"The last axes, {shape[-1]} and {size}, {fits}."
    return _Line(f"y = y + torch.zeros({size})", shape, said)


def _rows(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    rows = shape[0] + broken
    said = f"The first axes, {shape[0]} and {rows}, fit: the other one has size 1."
    wrong = f"The first axes, {shape[0]} and {rows}, don't fit."
    sign = d.pick("*-")
    return _Line(f"y = y {sign} torch.ones({rows}, 1)", shape, wrong if broken else said)


def _view(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    count = shape[0] * shape[1]
    size = d.pick(shape) if not broken else next(n for n in range(2, 99) if count % n)
    # A tensor that was transposed can't be viewed so; reshape copies it then.
    divide = "don't divide" if broken else "divide"
    said = f"{count} elements {divide} into rows of {size}."
    return _Line(f"y = y.reshape(-1, {size})", (count // size, size), said)


def _row(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    at = shape[0] if broken else d.pick((-1, shape[0] - 1, -shape[0]))
    last = shape[0] - 1
    said = f"The last row is {last}, counted from 0: {at} is {'beyond it' if broken else 'there'}."
    return _Line(f"y = y[{at}][None]", (1, shape[1]), said)


def _joined(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    more, last = d.between(1, 3), shape[1] + broken
    said = f"cat along axis 0 wants equal last axes: {shape[1]} and {last}."
    line = f"y = torch.cat([y, torch.zeros({more}, {last})])"
    return _Line(line, (shape[0] + more, shape[1]), said)


def _turned(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    axes = (1, 2) if broken else d.pick(((0, 1), (-1, -2)))
    said = f"Axes {axes[0]} and {axes[1]} are {'not both' if broken else 'both'} there, of two."
    return _Line(f"y = y.transpose{axes}", shape[::-1], said)


def _mean(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    call = d.pick(("mean", "softmax"))
    said = "Integers have no mean or softmax." if broken else "These are floats: nothing is wrong."
    whole = "y.long()" if broken else "y"
    if call == "softmax":
        return _Line(f"y = torch.softmax({whole}, 1)", shape, said)
    return _Line(f"y = {whole}.mean(0, keepdim=True)", (1, shape[1]), said)


def _squeezed(d: Draw, shape: tuple[int, ...], *, broken: bool) -> _Line:
    """Looks wrong and is not: of an axis that is not 1, squeeze leaves all as it is."""
    if broken or 1 in shape:
        return _product(d, shape, broken=broken)
    axis = d.below(2)
    return _Line(f"y = y.squeeze({axis})", shape, "squeeze leaves an axis that is not 1 alone.")


_MAKERS = {
    1: (_product, _sum, _row),
    2: (_product, _sum, _row, _view, _joined),
    3: (_product, _sum, _rows, _view, _joined, _turned),
    4: (_product, _sum, _rows, _view, _joined, _turned, _mean, _squeezed),
    5: (_product, _rows, _view, _joined, _turned, _mean, _squeezed),
}
_LENGTH = {1: 2, 2: 3, 3: 3, 4: 4, 5: 5}


def which_line(d: Draw, level: int) -> Sheet:
    shape: tuple[int, ...] = d.sizes(2)
    length = _LENGTH[level]
    wrong = length if level > 2 and d.chance(15) else d.below(length)
    lines = [_Line(f"y = torch.ones{shape}", shape, "It makes a tensor.")]
    for at in range(length):
        lines.append(d.pick(_MAKERS[level])(d, lines[-1].shape, broken=at == wrong))
    numbered = [f"{each.code}  # {number}" for number, each in enumerate(lines, start=1)]
    code = "\n".join(numbered)
    truth = Ask("", f"raising({code!r})")
    # Of many lines, those near the wrong one.
    near = sorted(range(1, len(lines)), key=lambda at: (abs(at - 1 - wrong), at))
    said = [
        Slip(f"Line {at + 1}", _why_not(lines[at], at - 1, wrong)) for at in near if at - 1 != wrong
    ]
    none = Slip("No line raises", lines[wrong + 1].said if wrong < length else "")
    slips = (*said[:2], none, *said[2:])
    why = lines[wrong + 1].said if wrong < length else "Every line runs."
    return Sheet("Which line raises an error?", code, truth, slips, why, _shapes(numbered, wrong))


def _why_not(line: _Line, at: int, wrong: int) -> str:
    return "The run ends before it." if at > wrong else f"It runs. {line.said}"


def _shapes(lines: Sequence[str], wrong: int) -> tuple[tuple[str, Ask], ...]:
    run = range(1, min(wrong + 1, len(lines)) + 1)
    return tuple((f"y after line {end}", Ask("\n".join(lines[:end]), "shape(y)")) for end in run)
