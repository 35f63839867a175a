"""Does it broadcast, and what does an einsum compute?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tutor.practice.drills.draw import Draw
from tutor.practice.drills.drill import RAISES, Ask, Sheet, Slip

Shape = tuple[int, ...]

_STRETCHES = "A size of 1, or an axis that is missing on the left, does stretch."
_LINED_UP = "Shapes are lined up at their right ends, not at their left."


def broadcasts(d: Draw, level: int) -> Sheet:
    whole = d.sizes({1: 2, 2: 3}.get(level, d.between(3, 4)))
    shapes = [_shrunk(d, whole, level) for _ in range(3 if level == 5 else 2)]
    if d.chance(35):
        shapes[0] = _broken(d, shapes[0])
    names = "abc"[: len(shapes)]
    made = (f"{name} = torch.zeros({shape})" for name, shape in zip(names, shapes, strict=True))
    used = list(names)
    # An index by None adds an axis at the front or at the end, so that it may fit, or fit no more.
    if level > 3 and d.chance(60):
        used[-1] += d.pick(("[None]", "[..., None]", "[:, None]"))
    code = "\n".join((*made, f"y = {' + '.join(used)}"))
    first = shapes[0]
    slips = [
        Slip(RAISES, _STRETCHES),
        *(Slip(str(each), _LINED_UP) for each in _at_left(shapes)),
        Slip(_largest(shapes), "Sizes that differ don't stretch, unless one of them is 1."),
        Slip(str(first), "The shape of a, but b may stretch it."),
        Slip(str(shapes[1]), "The shape of b, but a may stretch it."),
        Slip(str((*first, *shapes[1])), "The axes are lined up, not put one after the other."),
    ]
    why = (
        "From the right, two sizes fit where they are equal or one of them is 1; an axis that is "
        "missing counts as 1. The larger size holds."
    )
    steps = tuple((each, Ask(code.rpartition("\n")[0], f"shape({each})")) for each in used)
    question = "What is the shape of y, if it broadcasts?"
    return Sheet(question, code, Ask(code, "shape(y)"), tuple(slips), why, steps)


def _shrunk(d: Draw, whole: Shape, level: int) -> Shape:
    """Part of a shape: some axes of size 1, some left out at the left."""
    ones = tuple(1 if d.chance(20 + 8 * level) else size for size in whole)
    return ones[d.between(0, len(whole) - 1) :]


def _broken(d: Draw, shape: Shape) -> Shape:
    at = d.below(len(shape))
    return (*shape[:at], shape[at] + 1, *shape[at + 1 :])


def _at_left(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    columns = [set(column) - {1} for column in zip_longest(*shapes, fillvalue=1)]
    fits = all(len(each) < 2 for each in columns)
    return (tuple(max(each, default=1) for each in columns),) if fits else ()


def _largest(shapes: Sequence[Shape]) -> str:
    columns = zip_longest(*(each[::-1] for each in shapes), fillvalue=1)
    return str(tuple(max(each) for each in columns)[::-1])


# An einsum, by what it computes or by its shape.


@dataclass(frozen=True, slots=True)
class _Formula:
    """An einsum over a (and b), what it computes, and what it is taken for."""

    subscripts: str
    computes: str
    mistaken: tuple[str, ...]


_FORMULAS: Mapping[int, tuple[_Formula, ...]] = {
    1: (
        _Formula("ij->ji", "a.T", ("a", "a.sum(0)", "a @ a.T")),
        _Formula("ij->i", "a.sum(1)", ("a.sum(0)", "a.mean(1)", "a[:, 0]")),
        _Formula("ij->j", "a.sum(0)", ("a.sum(1)", "a.mean(0)", "a[0]")),
        _Formula("ij->", "a.sum()", ("a.mean()", "a.sum(1)", "a.T")),
    ),
    2: (
        _Formula("ij,jk->ik", "a @ b", ("(a @ b).T", "(a @ b).sum()", "(a @ b).sum(1)")),
        _Formula("ij,ij->ij", "a * b", ("a @ b.T", "(a * b).sum(1)", "a + b")),
        _Formula("i,j->ij", "a[:, None] * b", ("b[:, None] * a", "a[:, None] + b", "a.sum() * b")),
        _Formula("i,i->", "(a * b).sum()", ("a * b", "a[:, None] * b", "a.sum() * b.sum()")),
    ),
    3: (
        _Formula("ij,ij->i", "(a * b).sum(1)", ("(a * b).sum(0)", "a @ b.T", "a * b")),
        _Formula("ij,kj->ik", "a @ b.T", ("b @ a.T", "(a @ b.T).sum(1)", "a.sum(1)")),
        _Formula("ji,jk->ik", "a.T @ b", ("b.T @ a", "(a.T @ b).sum(0)", "a.sum(0)")),
        _Formula("ij,j->i", "a @ b", ("a * b", "(a * b).sum(0)", "a.sum(1)")),
        _Formula("ij,j->ij", "a * b", ("a @ b", "(a * b).T", "a + b")),
    ),
    4: (
        _Formula("bij,bjk->bik", "a @ b", ("(a @ b).mT", "(a @ b).sum(0)", "(a @ b).sum(2)")),
        _Formula("bij,bij->b", "(a * b).sum((1, 2))", ("a * b", "(a * b).sum(0)", "a @ b.mT")),
        _Formula("bij,jk->bik", "a @ b", ("(a @ b).mT", "(a @ b).sum(1)", "(a @ b).sum(0)")),
        _Formula("bij,j->bi", "a @ b", ("a * b", "(a @ b).T", "(a @ b).sum(0)")),
    ),
    5: (
        _Formula("bij,bkj->bik", "a @ b.mT", ("b @ a.mT", "(a @ b.mT).sum(0)", "a.sum(2)")),
        _Formula("bij,jk->bk", "(a @ b).sum(1)", ("a @ b", "(a @ b).sum(0)", "(a @ b).sum(2)")),
        _Formula(
            "bij,bkj->ik", "(a @ b.mT).sum(0)", ("a @ b.mT", "(b @ a.mT).sum(0)", "(a @ b.mT)[0]")
        ),
        _Formula("bhij,bhkj->bhik", "a @ b.mT", ("b @ a.mT", "(a @ b.mT).sum(1)", "(a @ b.mT).mT")),
    ),
}


def einsums(d: Draw, level: int) -> Sheet:
    formula = d.pick(_FORMULAS[level])
    letters = sorted({each for each in formula.subscripts if each.isalpha()})
    size_of = dict(zip(letters, d.sizes(len(letters)), strict=True))
    named = dict(zip(letters, d.some(len(letters), "abcdefghijklmnopqrstuvwxyz"), strict=True))
    subscripts = "".join(named.get(each, each) for each in formula.subscripts)
    operands = formula.subscripts.split("->")[0].split(",")
    shapes = [tuple(size_of[each] for each in operand) for operand in operands]
    made = [
        f"{name} = torch.rand{shape if len(shape) > 1 else f'({shape[0]})'}"
        for name, shape in zip("ab", shapes, strict=False)
    ]
    code = "\n".join((*made, f'y = torch.einsum("{subscripts}", {", ".join("ab"[: len(made)])})'))
    why = _meaning(subscripts)
    if d.chance(40):
        return _of_shape(code, why, formula, size_of)
    truth = Ask(code, f"{formula.computes!r} if torch.allclose(y, {formula.computes}) else ''")
    slips = tuple(
        Slip(Ask(code, f"unlike({each!r}, y, {each})"), "Follow the letters: it sums or orders "
             "other axes than this does.")
        for each in formula.mistaken
    )  # fmt: skip
    steps = (("y.shape", Ask(code, "shape(y)")),)
    return Sheet("What does this compute?", code, truth, slips, why, steps)


def _of_shape(code: str, why: str, formula: _Formula, size_of: Mapping[str, int]) -> Sheet:
    left, _, right = formula.subscripts.partition("->")
    kept = "".join(dict.fromkeys(left.replace(",", "")))
    wrong = (
        (kept, "A letter that does not stand on the right is summed over: its axis goes."),
        (right[::-1], "The axes stand in the order of the letters on the right."),
        (left.split(",")[0], "That is the shape of a."),
        (right[1:], "Each letter on the right is an axis of the result."),
        (f"{right}{right[:1]}", "Each letter on the right is one axis."),
    )
    slips = [Slip(str(tuple(size_of[each] for each in word)), said) for word, said in wrong]
    count = Slip(f"({math.prod(size_of.values())},)", "Each letter on the right is an axis.")
    truth = Ask(code, "shape(y)")
    return Sheet("What is the shape of y?", code, truth, (*slips, count), why)


def _meaning(subscripts: str) -> str:
    left, _, right = subscripts.partition("->")
    summed = [each for each in dict.fromkeys(left.replace(",", "")) if each not in right]
    gone = f"summed over: {', '.join(summed)}" if summed else "nothing is summed over"
    axes = f"the axes of the result: {', '.join(right)}" if right else "the result is one number"
    return (
        f"Letters on the left alone are summed over, those on the right stay. Here {gone}; {axes}."
    )
