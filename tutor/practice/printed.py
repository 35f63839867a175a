"""Values as torch prints them, for those that are small enough to be shown. Pure."""

import numpy as np

from sandbox.grading import array
from sandbox.values import Called, Other, TensorValue, Value

_DIGITS = 4
# Where one number is so much larger than another, torch writes both with an exponent.
_RATIO, _LARGEST = 1000, 1e8
_DEFAULT = frozenset(("float32", "int64", "bool", "complex64"))


def outcome(call: Called) -> str:
    """What a call returned or raised."""
    if call.raised is None:
        return printed(call.returned)
    line = f" (line {call.raised.line})" if call.raised.line else ""
    return f"{call.raised.type}{line}: {call.raised.message}"


def printed(value: Value) -> str:
    """As `print` shows it within a list: texts are quoted."""
    match value:
        case TensorValue():
            return _tensor(value)
        case Other():
            return f"<{value.type}>"
        case list():
            return f"[{_row(value)}]"
        case tuple():
            return f"({_row(value)}{',' * (len(value) == 1)})"
        case _:
            return repr(value)


def _row(values: list[Value] | tuple[Value, ...]) -> str:
    return ", ".join(printed(each).replace("\n", "\n ") for each in values)


def _tensor(tensor: TensorValue) -> str:
    numbers = array(tensor)
    is_whole = numbers.dtype.kind != "f" or _has_no_fractions(numbers)
    shown = np.array2string(
        numbers,
        separator=", ",
        prefix="tensor(",
        max_line_width=80,
        precision=0 if is_whole else _DIGITS,
        floatmode="fixed",
        threshold=1000,
    )
    size = f"size={tensor.shape}" if not tensor.numel and len(tensor.shape) > 1 else ""
    is_told = tensor.dtype not in _DEFAULT or (not tensor.numel and tensor.dtype != "float32")
    facts = (
        size,
        f"dtype=torch.{tensor.dtype}" if is_told else "",
        "requires_grad=True" if tensor.requires_grad else "",
    )
    return f"tensor({', '.join((shown if tensor.numel else '[]', *filter(None, facts)))})"


def _has_no_fractions(numbers: np.ndarray) -> bool:
    found = np.abs(numbers[np.isfinite(numbers)].astype(np.float64))
    large, small = found.max(initial=0), found[found > 0].min(initial=_LARGEST)
    is_plain = large <= _LARGEST and large <= _RATIO * small
    return bool(is_plain and np.all(found == np.floor(found)))
