"""What is the shape of it, and what are its strides: a few lines, each with what goes wrong."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tutor.practice.drills.draw import Draw
from tutor.practice.drills.drill import Ask, Sheet, Slip

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one line does to `{}`, and what it is taken for: templates with what is wrong."""

    line: str
    shape: Shape
    rule: str
    mistaken: tuple[tuple[str, str], ...]


Make = Callable[[Draw, Shape], Step]


def _without(shape: Shape, axis: int) -> Shape:
    return (*shape[:axis], *shape[axis + 1 :])


def _with(shape: Shape, axis: int, size: int) -> Shape:
    return (*shape[:axis], size, *shape[axis:])


def _index(d: Draw, shape: Shape) -> Step:
    axis, at = d.below(min(len(shape), 2)), d.below(2)
    before = ":, " * axis
    return Step(
        f"{{}}[{before}{at}]",
        _without(shape, axis),
        "A number as an index takes its axis away.",
        (
            (f"{{}}[{before}{at}:{at + 1}]", "A slice keeps its axis; a number takes it away."),
            (f"{{}}[{at}]" if axis else f"{{}}[:, {at}]", "That indexes another axis."),
            ("{}", "An axis that is indexed by a number goes."),
        ),
    )


def _slice(d: Draw, shape: Shape) -> Step:
    axis = d.below(min(len(shape), 2))
    before, size = ":, " * axis, shape[axis]
    end = d.between(1, max(1, size - 1))
    return Step(
        f"{{}}[{before}:{end}]",
        _with(_without(shape, axis), axis, end),
        "A slice keeps its axis, with the elements before its end.",
        (
            (f"{{}}[{before}{end - 1}]", "A slice keeps its axis, even with one element in it."),
            (f"{{}}[{before}:{end + 1}]", "The end of a slice is not part of it."),
            (f"{{}}[{before}{end}:]", "That is what comes after the slice."),
        ),
    )


def _reduce(d: Draw, shape: Shape) -> Step:
    axis, name = d.below(len(shape)), d.pick(("sum", "mean", "amax", "prod"))
    other = (axis + 1) % len(shape)
    keeps = d.chance(35)
    counted = axis - len(shape) if d.chance(40) else axis
    kept = f"{{}}.{name}({counted}, keepdim=True)"
    gone = f"{{}}.{name}({counted})"
    after = _without(shape, axis)
    rule = "goes; keepdim=True leaves it with size 1."
    return Step(
        kept if keeps else gone,
        _with(after, axis, 1) if keeps else after,
        f"The axis that {name} runs over {rule}",
        (
            (
                gone if keeps else kept,
                "keepdim=True keeps the axis." if keeps else "Only keepdim=True keeps the axis.",
            ),
            (f"{{}}.{name}({other})", f"That is {name} over axis {other}."),
            (f"{{}}.sum({axis})[None]", "The axis does not move to the front."),
        ),
    )


def _unsqueeze(d: Draw, shape: Shape) -> Step:
    axis = d.below(len(shape) + 1)
    other = (axis + 1) % (len(shape) + 1)
    line = "{}[:, None]" if axis == 1 and d.chance(50) else f"{{}}.unsqueeze({axis})"
    return Step(
        line,
        _with(shape, axis, 1),
        f"The new axis of size 1 stands at place {axis}.",
        (
            (f"{{}}.unsqueeze({other})", f"That puts the new axis at place {other}."),
            (f"{{}}.unsqueeze({len(shape)})", "That puts the new axis last."),
            ("{}", "A new axis of size 1 is there, though it holds nothing new."),
        ),
    )


def _swap(d: Draw, shape: Shape) -> Step:
    one, other = d.some(2, range(len(shape)))
    axes = list(range(len(shape)))
    axes[one], axes[other] = axes[other], axes[one]
    return Step(
        f"{{}}.transpose({one}, {other})",
        tuple(shape[axis] for axis in axes),
        f"transpose swaps axes {one} and {other} and leaves the others.",
        (
            ("{}", "transpose does swap the sizes of its two axes."),
            ("{}.flip(0).mT", "That swaps the last two axes, whichever were named."),
            (f"{{}}.movedim({one}, {other})", f"That moves axis {one}; transpose swaps two."),
        ),
    )


def _permute(d: Draw, shape: Shape) -> Step:
    axes = d.some(len(shape), range(len(shape)))
    back = [axes.index(axis) for axis in range(len(shape))]
    return Step(
        f"{{}}.permute({_listed(axes)})",
        tuple(shape[axis] for axis in axes),
        "permute names, for each new place, the old axis that comes there.",
        (
            (
                f"{{}}.permute({_listed(back)})",
                "permute names which old axis comes to a place, not where each one goes.",
            ),
            (f"{{}}.permute({_listed(axes[::-1])})", "That is the opposite order."),
            ("{}", "permute does move the sizes along with the axes."),
        ),
    )


def _flatten(d: Draw, shape: Shape) -> Step:
    start = d.below(len(shape) - 1)
    joined = (*shape[:start], math.prod(shape[start:]))
    return Step(
        f"{{}}.flatten({start})",
        joined,
        f"flatten({start}) makes one axis of axis {start} and all after it.",
        (
            ("{}.flatten()", f"flatten({start}) leaves the axes before {start} as they are."),
            (f"{{}}.flatten(0, {start + 1})", "That joins the first axes."),
            (f"{{}}.sum(-1).repeat_interleave(1, {start})", "The last axis is joined, not lost."),
        ),
    )


def _reshape(d: Draw, shape: Shape) -> Step:
    size, whole = d.pick(shape), math.prod(shape)
    left = d.chance(50)
    front, back = f"{{}}.reshape({size}, -1)", f"{{}}.reshape(-1, {size})"
    return Step(
        front if left else back,
        (size, whole // size) if left else (whole // size, size),
        f"-1 stands for what is left: {whole} elements over {size}.",
        (
            (back if left else front, "The sizes stand in the order that reshape names."),
            ("{}.reshape(-1)", "-1 is one axis of two here."),
            (f"{{}}.reshape({size}, -1, 1)", "reshape adds no axis that it does not name."),
        ),
    )


def _pick(d: Draw, shape: Shape) -> Step:
    number = d.between(2, 4)
    rows = [d.below(2) for _ in range(number)]
    if len(shape) == 1 or d.chance(50):
        return Step(
            f"{{}}[{rows}]",
            (number, *shape[1:]),
            "A list as an index gives as many as there are in the list.",
            (
                (f"{{}}[{rows[0]}]", "A list keeps the axis; a number would take it away."),
                (f"{{}}[{rows}][None]", "The list takes the place of the axis."),
            ),
        )
    columns = [d.below(2) for _ in range(number)]
    return Step(
        f"{{}}[{rows}, {columns}]",
        (number, *shape[2:]),
        "Two lists are taken in pairs: one element for each pair.",
        (
            (f"{{}}[{rows}][:, {columns}]", "Lists pair up; they don't make a grid."),
            (f"{{}}[{rows}]", "The second list takes an axis, too."),
        ),
    )


def _matmul(d: Draw, shape: Shape) -> Step:
    inner, new = shape[-1], d.between(8, 9)
    weight = f"torch.zeros({inner}, {new})"
    return Step(
        f"{{}} @ {weight}",
        (*shape[:-1], new),
        f"@ sums over the last axis of the left and the first of the right, both {inner}.",
        (
            (f"torch.tensordot({{}}, {weight}, 0)", f"The axis of {inner} is summed over."),
            ("{}", f"The last axis becomes the other one's, {new}."),
            (f"({{}} @ {weight}).mT", "The left side's axes come first."),
        ),
    )


def _join(d: Draw, shape: Shape) -> Step:
    number, axis = d.between(2, 3), d.below(len(shape))
    these = f"[{', '.join(['{}'] * number)}], dim={axis}"
    stack, cat = f"torch.stack({these})", f"torch.cat({these})"
    other = f"[{', '.join(['{}'] * number)}], dim={(axis + 1) % len(shape)}"
    if d.chance(50):
        mistaken = ((cat, "That is cat: stack makes a new axis."),)
        rule = f"stack puts a new axis at place {axis}, one step for each tensor."
        far = (f"torch.stack({other})", "That stacks along another axis.")
        return Step(stack, _with(shape, axis, number), rule, (*mistaken, far))
    joined = _with(_without(shape, axis), axis, number * shape[axis])
    rule = f"cat glues along axis {axis}, which is there already."
    far = (f"torch.cat({other})", "That glues along another axis.")
    return Step(cat, joined, rule, ((stack, "That is stack: cat makes no new axis."), far))


def _repeat(d: Draw, shape: Shape) -> Step:
    times = [1] * len(shape)
    times[d.below(len(shape))] = d.between(2, 3)
    return Step(
        f"{{}}.repeat({_listed(times)})",
        tuple(size * by for size, by in zip(shape, times, strict=True)),
        "repeat multiplies each size by its number.",
        (
            ("{}", "repeat does make more of it."),
            (f"{{}}.repeat({_listed(times[::-1])})", "Each number is for the axis at its place."),
            (f"{{}}.repeat({max(times)}, {_listed([1] * len(shape))})", "No new axis comes."),
        ),
    )


_EASY: tuple[tuple[int, Make], ...] = (
    (2, _index), (1, _slice), (2, _reduce), (1, _unsqueeze), (2, _swap),
)  # fmt: skip
_HARD: tuple[tuple[int, Make], ...] = (
    (2, _permute), (2, _flatten), (1, _reshape), (1, _pick), (2, _matmul), (1, _join), (1, _repeat),
)  # fmt: skip
# How many lines, of which kinds, at each level.
_LINES: Mapping[int, tuple[int, Sequence[tuple[int, Make]]]] = {
    1: (1, _EASY),
    2: (1, (*_HARD, *_EASY[2:3])),
    3: (2, (*_EASY, *_HARD)),
    4: (3, (*_EASY, *_HARD)),
    5: (4, (*_HARD, *_EASY)),
}
_MOST_AXES = 4


def shape_of(d: Draw, level: int) -> Sheet:
    number, among = _LINES[level]
    start = d.sizes(d.between(2, 3))
    steps = _steps(d, start, number, among)
    lines = _lines(start, [each.line for each in steps])
    truth = Ask("\n".join(lines), "shape(y)")
    slips = [
        Slip(Ask(_changed(start, steps, at, line), "shape(y)"), said)
        for rank in range(3)
        for at, each in reversed(list(enumerate(steps)))
        for line, said in each.mistaken[rank : rank + 1]
    ]
    return Sheet(
        "What is the shape of y?",
        truth.code,
        truth,
        (*slips, *_at_worst(truth.code)),
        " ".join(dict.fromkeys(each.rule for each in steps)),
        _told(lines, "shape(y)") if number > 1 else (),
    )


def _at_worst(code: str) -> tuple[Slip, ...]:
    return (
        Slip(Ask(code, "shape(y)[::-1]"), "Those are the sizes in another order."),
        Slip(Ask(code, "(*shape(y), 1)"), "Nothing makes an axis of size 1 at the end."),
        Slip(Ask(code, "(y.numel(),)"), "That is the number of elements; each axis has its size."),
    )


def _steps(
    d: Draw, shape: Shape, number: int, among: Sequence[tuple[int, Make]]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    while len(steps) < number:
        fewest, make = d.pick([each for each in among if each[0] <= len(shape)])
        step = make(d, shape)
        more_to_come = len(steps) + 1 < number
        if len(step.shape) > _MOST_AXES or (more_to_come and not step.shape):
            continue
        # An index must find two along each axis that a later line may index.
        if more_to_come and (len(step.shape) < fewest or min(step.shape, default=1) < 2):
            continue
        steps.append(step)
        shape = step.shape
    return tuple(steps)


def _lines(start: Shape, lines: Sequence[str]) -> list[str]:
    filled = (f"y = {line.replace('{}', 'y' if at else 'x')}" for at, line in enumerate(lines))
    return [f"x = torch.zeros({_listed(start)})", *filled]


def _changed(start: Shape, steps: Sequence[Step], at: int, line: str) -> str:
    changed = [line if each == at else step.line for each, step in enumerate(steps)]
    return "\n".join(_lines(start, changed))


def _told(lines: Sequence[str], expression: str) -> tuple[tuple[str, Ask], ...]:
    """What each line after the first gives."""
    codes = ("\n".join(lines[: end + 1]) for end in range(1, len(lines)))
    labels = (line.removeprefix("y = ") for line in lines[1:])
    return tuple((label, Ask(code, expression)) for label, code in zip(labels, codes, strict=True))


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


# Strides: the same lines, as far as they make views.


def _every_other(d: Draw, shape: Shape) -> Step:
    axis, by = d.below(min(len(shape), 2)), d.between(2, 3)
    return Step(
        f"{{}}[{':, ' * axis}::{by}]",
        _with(_without(shape, axis), axis, -(-shape[axis] // by)),
        f"A step of {by} multiplies the stride of its axis by {by}.",
        (),
    )


def _expand(d: Draw, shape: Shape) -> Step:
    size = d.between(2, 5)
    return Step(
        f"{{}}.expand({size}, {_listed([-1] * len(shape))})",
        (size, *shape),
        "An expanded axis has stride 0: the same memory again and again.",
        (),
    )


_VIEWS: Mapping[int, tuple[int, Sequence[tuple[int, Make]]]] = {
    1: (1, ((2, _swap), (2, _index))),
    2: (1, ((2, _permute), (1, _every_other), (2, _index))),
    3: (2, ((2, _permute), (1, _every_other), (2, _index), (2, _swap))),
    4: (2, ((1, _expand), (2, _permute), (1, _every_other), (2, _index))),
    5: (3, ((1, _expand), (2, _permute), (1, _every_other), (2, _index), (1, _unsqueeze))),
}


def strides(d: Draw, level: int) -> Sheet:
    number, among = _VIEWS[level]
    start = d.sizes(d.between(2, 3))
    steps = _steps(d, start, number, among)
    lines = _lines(start, [each.line for each in steps])
    code = "\n".join(lines)
    slips = (
        Slip(
            Ask(code, "y.contiguous().stride() if y.dim() else (1,)"),
            "That is what a fresh copy of y would have; y is a view of x.",
        ),
        Slip(Ask(code, "x.stride()"), "That is the stride of x."),
        Slip(Ask(code, "shape(y)"), "That is the shape: how many, not how far apart."),
        Slip(Ask(code, "y.stride()[::-1]"), "Those stand in another order."),
        Slip(Ask(code, "tuple(each + 1 for each in y.stride())"), "Count from 0 to the next one."),
    )
    rules = " ".join(dict.fromkeys(each.rule for each in steps if "stride" in each.rule))
    why = "A stride says how many elements of memory lie from one to the next along its axis."
    truth = Ask(code, "y.stride()")
    told = (("x", Ask(lines[0], "x.stride()")), *_told(lines, "y.stride()"))
    return Sheet("What is y.stride()?", code, truth, slips, f"{why} {rules}".strip(), told)
