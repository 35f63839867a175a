"""What prints, and which dtype has it?"""

from collections.abc import Callable, Mapping

from tutor.practice.drills.draw import Draw
from tutor.practice.drills.drill import Ask, Sheet, Slip

# Each makes lines of set-up, what is printed, what that is taken for, and the rule.
_Told = tuple[str, str, tuple[tuple[str, str], ...], str]
_Make = Callable[[Draw], _Told]


def prints(d: Draw, level: int) -> Sheet:
    setup, printed, mistaken, why = d.pick(_PRINTED[level])(d)
    slips = tuple(Slip(Ask(setup, each), said) for each, said in mistaken)
    code = f"{setup}\nprint({printed})"
    return Sheet("What does this print?", code, Ask(setup, printed), slips, why)


def _vector(d: Draw, length: int, last: int = 9) -> str:
    return f"x = torch.tensor({d.numbers(length, 0, last)})"


def _matrix(d: Draw) -> str:
    numbers = d.numbers(6)
    return f"x = torch.tensor([{numbers[:3]}, {numbers[3:]}])"


def _divided(d: Draw) -> _Told:
    odd = [2 * each + 1 for each in d.numbers(3)]
    wrong = (
        ("x // 2", "That is //, which rounds down; / gives floats."),
        ("(x / 2).round()", "/ does not round."),
        ("x * 2", "That is twice x."),
    )
    return f"x = torch.tensor({odd})", "x / 2", wrong, "/ of integers gives floats."


def _where_largest(d: Draw) -> _Told:
    wrong = (
        ("x.max()", "That is the largest number; argmax says where it stands."),
        ("x.argmax() + 1", "Places are counted from 0."),
        ("x.argmin()", "That is where the smallest stands."),
    )
    return _vector(d, d.between(4, 5)), "x.argmax()", wrong, "argmax gives a place, from 0 on."


def _sliced(d: Draw) -> _Told:
    first, by = d.between(1, 3), d.between(1, 2)
    end = d.between(first + 3, 8)
    step = f":{by}" if by > 1 else ""
    wrong = (
        (f"x[{first}:{end + 1}{step}]", "The end of a slice is not part of it."),
        (f"x[{first - 1}:{end - 1}{step}]", "Places are counted from 0."),
        (f"x[{first}:{end}:{3 - by}]", "The third number is the step."),
        (f"x[{first}:]", "The slice ends before its end."),
    )
    setup = f"x = torch.arange({d.between(10, 14)})"
    return setup, f"x[{first}:{end}{step}]", wrong, "A slice begins at its first place, and ends "\
        "before its end."  # fmt: skip


def _counted(d: Draw) -> _Told:
    numbers = d.numbers(5)
    than = d.pick(sorted(numbers)[1:3])
    wrong = (
        (f"x[x > {than}].sum()", "That adds up the numbers; a mask counts each as 1."),
        (f"(x >= {than}).sum()", f"{than} itself is not greater than {than}."),
        (f"x > {than}", "sum makes one number of the mask."),
    )
    return f"x = torch.tensor({numbers})", f"(x > {than}).sum()", wrong, "True counts as 1."


def _summed(d: Draw) -> _Told:
    axis = d.below(2)
    keep = ", keepdim=True" if d.chance(50) else ""
    other = "" if keep else ", keepdim=True"
    wrong = (
        (f"x.sum({1 - axis}{keep})", f"That sums over axis {1 - axis}."),
        (f"x.sum({axis}{other})", "keepdim=True keeps the axis, with size 1; else it goes."),
        ("x.sum()", "Only one axis is summed over."),
    )
    rule = f"sum({axis}) adds along axis {axis}, which goes unless keepdim=True."
    return _matrix(d), f"x.sum({axis}{keep})", wrong, rule


def _floored(d: Draw) -> _Told:
    by = d.pick((2, 3, 4))
    numbers = [by * each + 1 for each in d.numbers(2, 1, 5)]
    x = f"x = torch.tensor([-{numbers[0]}, {numbers[1]}])"
    if d.chance(50):
        wrong = (
            (f"torch.div(x, {by}, rounding_mode='trunc')", "// rounds down, not towards 0."),
            (f"x / {by}", "That is /; // gives whole numbers."),
            (f"-(-x // {by})", "// rounds down, not up."),
        )
        return x, f"x // {by}", wrong, "// rounds down, so negative numbers go away from 0."
    wrong = (
        (f"torch.fmod(x, {by})", "% has the sign of what it divides by; fmod that of x."),
        (f"x // {by}", "That is //; % is the remainder."),
        (f"x % {by} - 1", "The remainder is what // leaves over."),
    )
    return x, f"x % {by}", wrong, "% is what // leaves over, never negative for a positive divisor."


def _flat_place(d: Draw) -> _Told:
    wrong = (
        ("x.argmax(0)", "Without an axis it is one place."),
        ("x.argmax(1)", "Without an axis it is one place."),
        ("x.max()", "That is the number; argmax says where it stands."),
        ("x.argmax() + 1", "Places are counted from 0."),
    )
    return _matrix(d), "x.argmax()", wrong, "Without an axis, argmax counts through the flat x."


def _crossed(d: Draw) -> _Told:
    a, b, c, e = d.numbers(4, 1, 9)
    setup = f"a = torch.tensor([[{a}], [{b}]])\nb = torch.tensor([{c}, {e}])"
    sign = d.pick("+*-")
    wrong = (
        (f"a.flatten() {sign} b", "a is a column: it broadcasts against the row."),
        (f"a.T {sign} b", "a is a column, not a row."),
        (f"(a {sign} b).T", "The column gives the rows of the result."),
    )
    return setup, f"a {sign} b", wrong, "A column and a row broadcast to all pairs."


def _bounded(d: Draw) -> _Told:
    low, high = d.between(2, 4), d.between(5, 7)
    wrong = (
        (f"x[(x >= {low}) & (x <= {high})]", "clamp leaves nothing out; it moves to the bounds."),
        (f"x.clamp(max={high})", f"Below {low} it moves up to {low}."),
        (f"x.clamp({low})", f"Above {high} it moves down to {high}."),
        ("x", "What is out of bounds moves to them."),
    )
    return _vector(d, 5), f"x.clamp({low}, {high})", wrong, "clamp moves what is out of bounds."


def _same_tensor(d: Draw) -> _Told:
    by, number = d.between(2, 9), d.numbers(3, 1, 9)
    start = f"x = torch.tensor({number})"
    rebinds = d.chance(50)
    change = f"y = y + {by}" if rebinds else f"y += {by}"
    wrong = (
        (f"torch.tensor({number}) + {by}", "y = y + … makes a new tensor."),
        (f"torch.tensor({number})", "y = x is no copy, and += changes in place."),
        (f"torch.tensor({number}) + {2 * by}", "It is added once."),
        (f"torch.tensor({number}) * {by}", "It is added, not multiplied."),
    )
    rule = "makes a new tensor, and x is left alone" if rebinds else "changes the tensor of both"
    return f"{start}\ny = x\n{change}", "x", wrong, f"y = x is the same tensor; {change} {rule}."


def _running_sum(d: Draw) -> _Told:
    axis = d.below(2)
    wrong = (
        (f"x.cumsum({1 - axis})", f"That runs along axis {1 - axis}."),
        (f"x.sum({axis})", "cumsum keeps every sum on the way."),
        (f"x.cumprod({axis})", "That multiplies."),
    )
    return _matrix(d), f"x.cumsum({axis})", wrong, f"cumsum({axis}) adds up along axis {axis}."


def _overflowed(d: Draw) -> _Told:
    numbers, by = [d.between(200, 255), d.between(1, 99)], d.between(60, 150)
    setup = f"x = torch.tensor({numbers}, dtype=torch.uint8)"
    wrong = (
        (f"torch.tensor({numbers}) + {by}", "uint8 holds 0 to 255, and the number does not widen."),
        (f"(torch.tensor({numbers}) + {by}).clamp(max=255)", "It wraps around; it does not stop."),
        (f"x + {by} - 1", "After 255 comes 0."),
    )
    return setup, f"(x + {by}).tolist()", _lists(wrong), "uint8 goes from 255 on to 0."


def _lists(wrong: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((f"({each}).tolist()", said) for each, said in wrong)


def _order(d: Draw) -> _Told:
    wrong = (
        ("x.sort().values", "Those are the numbers; argsort says where each stands."),
        ("x.argsort().argsort()", "That is the rank of each, not where to find it."),
        ("x.argsort(descending=True)", "Without more, the smallest comes first."),
    )
    return _vector(d, 4), "x.argsort()", wrong, "argsort gives the places, the smallest's first."


def _ranks(d: Draw) -> _Told:
    wrong = (
        ("x.argsort()", "Sorting the places once more gives the rank of each."),
        ("x.sort().values", "Those are the numbers in order."),
        ("torch.arange(len(x))", "Only the order of an order is 0, 1, 2 … where x was sorted."),
    )
    rule = "The argsort of an argsort is the rank of each element."
    return _vector(d, 5), "x.argsort().argsort()", wrong, rule


def _twice_the_same(d: Draw) -> _Told:
    place, by, length = d.below(3), d.between(2, 9), d.between(3, 5)
    start = f"x = torch.zeros({length}, dtype=torch.int64)"
    other = (place + 1) % 3
    wrong = (
        (
            f"x.index_add(0, torch.tensor([{place}]), torch.tensor([{by}]))",
            "Through a list, the same place is written twice, not added to twice.",
        ),
        ("x * 0", "Through a list, += does write into x."),
        (f"x + {by}", "Only the places of the list are written."),
    )
    change = f"x[[{place}, {place}, {other}]] += {by}"
    return f"{start}\n{change}", "x", wrong, "A place that the list has twice is added to once."


def _gathered(d: Draw) -> _Told:
    rows = [d.below(3) for _ in range(2)]
    setup = f"{_matrix(d)}\ni = torch.tensor([[{rows[0]}], [{rows[1]}]])"
    wrong = (
        ("x[:, i.flatten()]", "gather takes one for each row, not a grid."),
        ("x.gather(1, i).flatten()", "The result has the shape of the index."),
        ("x.gather(1, 2 - i)", "Places are counted from the left, from 0."),
        ("x[:, :1]", "The index says which column, row by row."),
    )
    return setup, "x.gather(1, i)", wrong, "gather(1, i) takes, in each row, the column i names."


_PRINTED: Mapping[int, tuple[_Make, ...]] = {
    1: (_divided, _where_largest, _sliced),
    2: (_counted, _summed, _floored),
    3: (_flat_place, _crossed, _bounded),
    4: (_same_tensor, _running_sum, _overflowed, _order),
    5: (_ranks, _twice_the_same, _gathered),
}


# Which dtype?

_DTYPES = ("bool", "uint8", "int32", "int64", "float32", "float64")
_AT_LEVEL: Mapping[int, tuple[str, ...]] = {
    1: ("int64", "float32"),
    2: ("bool", "int64", "float32"),
    3: ("bool", "int32", "int64", "float32", "float64"),
    4: ("uint8", "int8", "int32", "int64", "float16", "float32", "float64"),
    5: ("bool", "uint8", "int16", "int64", "float16", "bfloat16", "float64"),
}
_CALLS = (
    ("sum()", "The sum of integers or bools is int64; that of floats keeps their dtype."),
    ("cumsum(0)", "Sums of integers or bools are int64; those of floats keep their dtype."),
    ("float()", "float() gives torch's default float, float32."),
    ("argmax()", "A place is int64, whatever stands there."),
    ("abs()", "abs keeps the dtype; of bools there is none."),
)
_KINDS = "A tensor without axes, or a number, matters only where its kind is higher"
_WIDER = (
    "The higher kind wins (bool, then integer, then float); within one kind, a type that holds both"
)


def dtypes(d: Draw, level: int) -> Sheet:
    a, b = d.pick(_AT_LEVEL[level]), d.pick(_AT_LEVEL[level])
    made = [f"a = torch.ones({d.between(2, 9)}, dtype=torch.{a})"]
    number = d.pick((str(d.between(2, 9)), f"{d.between(1, 9)}.5"))
    kind = d.below(4) if level > 1 else d.below(3)
    if kind == 0:
        used, why = f"a {d.pick('+*-' if a != 'bool' else '+*')} {number}", f"{_KINDS}."
    elif kind == 1:
        used = d.pick((f"a / {number}", f"a > {number}", f"a // {number}"))
        why = "/ always gives floats, a comparison always bool, // keeps to the kind."
    elif kind == 2:
        call, why = d.pick(_CALLS if level > 1 else _CALLS[:4])
        used = f"a.{call}"
    else:
        # At the higher levels, the second may be without axes.
        bare = level > 3 and d.chance(50)
        made.append(f"b = torch.{'tensor(1' if bare else 'ones(1'}, dtype=torch.{b})")
        used, why = f"a {d.pick('+*')} b", f"{_KINDS}." if bare else f"{_WIDER}."
    code = "\n".join((*made, f"y = {used}"))
    slips = [
        Slip(f"torch.{a}", "That is the dtype of a, but y has another."),
        *([Slip(f"torch.{b}", "That is the dtype of b, but y has another.")] if kind == 3 else []),
        Slip("torch.float64", "That is the default of NumPy and Python, not of torch."),
        Slip("torch.int64", "That is the default of whole numbers; what takes part decides."),
        Slip("torch.float32", "That is the default of floats; what takes part decides."),
        *(Slip(f"torch.{each}", "Nothing here asks for it.") for each in d.some(3, _DTYPES)),
    ]
    return Sheet("What is y.dtype?", code, Ask(code, "y.dtype"), tuple(slips), why)
