"""A class in the place of what it makes."""

import pytest

from tests.tutor.advice.advising import said

NET = "class Net(nn.Module):\n    def forward(self, x):\n        return x\n"
NO_SELF = "Module.parameters() missing 1 required positional argument: 'self'"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("model = Net\nmodel.parameters()", "model is the class Net itself: write model = Net()."),
        ("Net.parameters()", "Net is the class: make a model of it first, model = Net()."),
        ("net.parameters()", NO_SELF),
    ],
)
def test_a_class_has_no_parameters_of_its_own(line, words) -> None:
    broken = line.rpartition("\n")[2]

    assert said("TypeError", NO_SELF, broken, f"{NET}{line}") == words


def test_a_forward_of_the_class_lacks_what_goes_through() -> None:
    message = "Net.forward() missing 1 required positional argument: 'x'"

    words = said("TypeError", message, "Net.forward(y)", f"{NET}Net.forward(y)")

    assert words == "Net is the class: make a model of it first, model = Net()."
