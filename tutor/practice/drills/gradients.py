"""What is x.grad?"""

from collections.abc import Callable, Mapping

from tutor.practice.drills.draw import Draw
from tutor.practice.drills.drill import RAISES, Ask, Sheet, Slip

# The lines, what other lines they are taken for (or another expression), and the rule.
_Told = tuple[str, tuple[Slip, ...], str]
_Make = Callable[[Draw], _Told]


def gradients(d: Draw, level: int) -> Sheet:
    code, slips, why = d.pick(_MAKERS[level])(d)
    usual = (
        Slip(Ask(code, "x.grad * 2"), "Each way from y to x counts once."),
        Slip(Ask(code, "x.grad + 1"), "Go over the derivative once more."),
        Slip(Ask(code, "x.detach()"), "That is x itself."),
        Slip("None", "backward fills the gradient of a leaf that requires one."),
    )
    return Sheet("What is x.grad?", code, Ask(code, "x.grad"), (*slips, *usual), why)


def _other(code: str, line: str, instead: str, mistake: str) -> Slip:
    return Slip(Ask(code.replace(line, instead), "x.grad"), mistake)


def _vector(d: Draw, length: int, last: int = 6) -> str:
    numbers = [float(each) for each in d.numbers(length, 1, last)]
    return f"x = torch.tensor({numbers}, requires_grad=True)"


def _line(d: Draw) -> _Told:
    by, more, at = d.between(2, 9), d.between(1, 9), d.between(2, 9)
    code = f"x = torch.tensor({at}., requires_grad=True)\ny = {by} * x + {more}\ny.backward()"
    slips = (
        Slip(Ask(code, "y.detach()"), "That is y, not its derivative."),
        Slip(Ask(code, "x.grad + " + str(more)), "The derivative of a constant is 0."),
        Slip(Ask(code, "x.grad * x.detach()"), f"The derivative of {by} * x is {by}."),
    )
    return code, slips, f"The derivative of {by} * x + {more} is {by}, whatever x is."


def _square(d: Draw) -> _Told:
    at, by = d.between(3, 9), d.between(2, 7)
    code = f"x = torch.tensor({at}., requires_grad=True)\ny = {by} * x**2\ny.backward()"
    slips = (
        Slip(Ask(code, "y.detach()"), "That is y, not its derivative."),
        Slip(Ask(code, "x.grad / 2"), "The exponent comes down as a factor."),
        Slip(Ask(code, "x.grad / x.detach()"), "One x is left of x**2."),
    )
    return code, slips, f"The derivative of {by} * x**2 is {2 * by} * x."


def _sum_of_squares(d: Draw) -> _Told:
    name, other = d.some(2, ("sum", "mean"))
    code = f"{_vector(d, d.between(2, 4))}\ny = (x**2).{name}()\ny.backward()"
    slips = (
        _other(code, f"{name}()", f"{other}()", f"That is with {other}."),
        Slip(Ask(code, "y.detach()"), "That is y; the gradient has the shape of x."),
        Slip(Ask(code, "x.grad.sum()"), "The gradient has the shape of x."),
    )
    share = "2 * x" if name == "sum" else "2 * x over the number of elements"
    return code, slips, f"Each element of x has its own derivative: {share}."


def _product(d: Draw) -> _Told:
    length = d.between(2, 4)
    weights = [float(each) for each in d.numbers(length, 1, 9)]
    code = f"{_vector(d, length)}\nw = torch.tensor({weights})\ny = (w * x).sum()\ny.backward()"
    slips = (
        Slip(Ask(code, "x.detach()"), "That would be the gradient of w."),
        Slip(Ask(code, "w * x.detach()"), "That is what is summed up."),
        Slip(Ask(code, "torch.ones_like(x)"), "That is the gradient of w * x; go on to x."),
    )
    return code, slips, "The derivative of w * x by x is w."


def _twice(d: Draw) -> _Told:
    at, by = d.between(2, 9), d.between(2, 9)
    zeroed = d.chance(35)
    once = f"({by} * x).backward()"
    between = "\nx.grad.zero_()" if zeroed else ""
    code = f"x = torch.tensor({at}., requires_grad=True)\n{once}{between}\n(x**2).backward()"
    slips = (
        _other(code, once, "", "The first backward has left its gradient there.")
        if not zeroed
        else _other(code, between, "", "zero_ clears what the first backward left."),
        _other(code, "\n(x**2).backward()", "", "The second backward adds its gradient."),
        Slip(RAISES, "Each backward goes through a graph of its own."),
    )
    return code, slips, "backward adds to .grad; only zeroing makes it begin anew."


def _not_one_number(d: Draw) -> _Told:
    is_vector = d.chance(50)
    call = "" if is_vector else ".sum()"
    code = f"{_vector(d, d.between(2, 3))}\ny = {d.between(2, 9)} * x{call}\ny.backward()"
    added = Ask(code.replace("y.backward", "y.sum().backward"), "x.grad")
    slips = (
        Slip(RAISES, "y is one number, so backward can begin there."),
        Slip(added, "backward begins at one number: y has several, so it would need y.sum()."),
    )
    rule = "backward without an argument begins at one number only."
    return code, slips, rule


def _detached(d: Draw) -> _Told:
    by = d.between(2, 5)
    side, other = d.some(2, ("x.detach() * x", f"x * {by}"))
    line = f"y = ({side} + {other}).sum()"
    code = f"{_vector(d, d.between(2, 3))}\n{line}\ny.backward()"
    slips = (
        _other(code, "x.detach()", "x", "What is detached counts as a constant."),
        _other(code, "x.detach() * x", "x.detach()", "x.detach() * x still has one x."),
        _other(code, f"x * {by}", f"{by}", f"x * {by} gives {by}, too."),
    )
    return code, slips, "What is detached is a constant to the gradient."


def _relu(d: Draw) -> _Told:
    numbers = [float(each) for each in d.numbers(4, 1, 6)]
    for at in d.some(2, range(4)):
        numbers[at] = -numbers[at]
    by = d.between(2, 9)
    code = f"x = torch.tensor({numbers}, requires_grad=True)\ny = ({by} * x.relu()).sum()"
    code += "\ny.backward()"
    slips = (
        _other(code, "x.relu()", "x", "Below 0 relu is flat: its derivative is 0."),
        Slip(Ask(code, "x.detach().relu()"), "That is relu itself."),
        Slip(Ask(code, f"{by} * x.detach().relu()"), "That is what is summed up."),
    )
    return code, slips, "The derivative of relu is 1 above 0 and 0 below."


def _largest(d: Draw) -> _Told:
    by = d.between(2, 9)
    code = f"{_vector(d, d.between(3, 4))}\ny = {by} * x.max()\ny.backward()"
    slips = (
        _other(code, "max()", "sum()", "Only the largest element reaches y."),
        _other(code, "max()", "min()", "It is the largest that reaches y."),
        Slip(Ask(code, "x.grad * x.detach()"), "The derivative does not hold x."),
    )
    return code, slips, "A change of the largest element alone changes max."


def _columns(d: Draw) -> _Told:
    rows, length = d.between(2, 6), d.between(2, 4)
    by = d.between(2, 9)
    code = f"{_vector(d, length)}\na = torch.full(({rows}, {length}), {by}.)\ny = (a * x).sum()"
    code += "\ny.backward()"
    slips = (
        Slip(Ask(code, "a[0]"), "x is used in every row, so the rows add up."),
        Slip(Ask(code, "a"), "The gradient has the shape of x."),
        Slip(Ask(code, "x.grad * x.detach()"), "The derivative of a * x by x is a."),
    )
    return code, slips, "x is broadcast to every row, and its gradient sums over them."


def _step(d: Draw) -> _Told:
    at, rate = d.between(2, 9), d.pick((0.5, 0.25))
    code = (
        f"x = torch.tensor({at}., requires_grad=True)\n(x**2).backward()\n"
        f"with torch.no_grad():\n    x -= {rate} * x.grad\n(x**2).backward()"
    )
    last = code.rpartition("\n")[0]
    slips = (
        Slip(Ask(code, "2 * x.detach()"), "The gradient of before the step is still there."),
        Slip(Ask(last, "x.grad"), "The second backward adds the gradient of after the step."),
        Slip(Ask(last, "2 * x.grad"), "x has changed between the two."),
        Slip(RAISES, "Within no_grad a leaf may be changed in place."),
    )
    return code, slips, "backward adds up, and the second gradient is that of the new x."


def _indexed(d: Draw) -> _Told:
    one, other = d.some(2, range(3))
    by = d.between(2, 9)
    again = d.chance(50)
    places = f"[{one}, {other}, {one}]" if again else f"[{one}, {other}]"
    code = f"{_vector(d, 3)}\ny = ({by} * x[{places}]).sum()\ny.backward()"
    slips = (
        _other(code, f"x[{places}]", "x", "What is not indexed does not reach y."),
        _other(code, places, f"[{one}]", "Each place of the list counts."),
        _other(code, places, f"[{one}, {other}]", "A place that is there twice counts twice."),
        Slip(Ask(code, f"{by} * torch.ones({2 + again})"), "The gradient has the shape of x."),
    )
    return code, slips, "Each time that an element is taken adds to its gradient."


_MAKERS: Mapping[int, tuple[_Make, ...]] = {
    1: (_line, _square),
    2: (_sum_of_squares, _product, _square),
    3: (_twice, _not_one_number, _sum_of_squares),
    4: (_detached, _relu, _largest),
    5: (_columns, _step, _indexed),
}
