import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.ending import duration
from bot.render.run import example, not_run
from bot.render.run import reply as told
from bot.sending.response import Document
from bot.sending.splitting import fits
from sandbox.limits import TRACED, VALUE_CHARACTERS
from sandbox.protocol import Operand, Outcome, RunError, TensorSummary, Traced
from tests.fakes.runner import result
from tutor.run import NotRun, Ran, understood

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


def text(**fields) -> str:
    return told(Ran("a = 1\nb = a +", result(**fields))).text.text


def tensor(name: str, **fields) -> TensorSummary:
    usual = {
        "name": name,
        "shape": (2, 3),
        "dtype": "float32",
        "stride": (3, 1),
        "storage_offset": 0,
        "contiguous": True,
        "requires_grad": False,
        "nbytes": 24,
        "shares_with": (),
        "preview": "",
        "stats": {},
    }
    return TensorSummary(**{**usual, **fields})


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_ending_begins_with_words(outcome) -> None:
    said = text(outcome=outcome, seconds=5.0)

    assert said[0] in "✅❌⏱🧠📜💥🚫"
    assert len(said.split()) >= 3


def test_output_then_value() -> None:
    assert text(stdout="hi\n", value="3") == "✅ Finished in 2 ms\n\nhi\n\nLast value:\n3"
    assert text(value="3") == "✅ Finished in 2 ms\n\n3"


def test_silence_is_explained() -> None:
    assert "printed nothing" in text()
    assert "printed nothing" not in text(outcome=Outcome.TIMEOUT)


@pytest.mark.parametrize("controls", ["\x1b[31m\x1b[0m", "\x1b[K\r", "\x1b[K", "\r \r\n"])
def test_controls_alone_are_silence(controls) -> None:
    assert "printed nothing" in text(stdout=controls)
    assert "printed nothing" in text(stderr=controls)


def test_an_error_shows_its_line_and_what_it_met() -> None:
    error = RunError(
        type="RuntimeError",
        message="sizes differ",
        line=2,
        column=4,
        end_column=7,
        operands=(Operand(expression="a", shape=(2, 3), dtype="float32"),),
    )

    said = text(outcome=Outcome.ERROR, error=error, stderr="Traceback…")

    assert said == ("❌ RuntimeError on line 2\n\nsizes differ\nb = a +\na is (2, 3) float32")


@pytest.mark.parametrize("line", [None, 0, 99, -1])
def test_a_line_that_is_not_there_is_left_out(line) -> None:
    error = RunError(type="E", message="m", line=line, column=None, end_column=None)

    assert text(outcome=Outcome.ERROR, error=error).endswith("\n\nm")


def test_at_most_six_tensors_in_a_line_each() -> None:
    made = [
        tensor("x"),
        tensor("y", shares_with=("x",), contiguous=False),
        tensor("w", requires_grad=True, dtype="torch.float64"),
        *(tensor(f"t{number}") for number in range(5)),
    ]

    lines = text(tensors=made, value="1").split("\n")[-7:]

    assert lines == [
        "x  (2, 3) float32",
        "y  (2, 3) float32 · not contiguous · same storage as x",
        "w  (2, 3) float64 · requires grad",
        "t0  (2, 3) float32",
        "t1  (2, 3) float32",
        "t2  (2, 3) float32",
        "and 2 more tensors",
    ]


def test_of_many_of_one_storage_some_are_named() -> None:
    made = [tensor("x", shares_with=("a", "b", "c", "d", "e"))]

    assert text(tensors=made).endswith("x  (2, 3) float32 · same storage as a, b, c and 2 more")


def test_long_names_cut_off_nothing_else() -> None:
    made = [tensor("x", shares_with=("n" * 100, "m" * 100), contiguous=False)]

    assert "x  (2, 3) float32 · not contiguous · same storage as nnn" in text(tensors=made)


def test_one_tensor_too_many_is_one_tensor() -> None:
    assert text(tensors=[tensor(f"t{n}") for n in range(7)]).endswith("\nand 1 more tensor")


def test_long_output_is_numbered_and_whole_in_a_file() -> None:
    printed = "\n".join("x" * 200 for _ in range(40))

    reply = told(Ran("", result(stdout=printed, value="7", dropped_bytes=1234)))

    assert "\n 1 │ xxx" in reply.text.text
    assert "20 │" in reply.text.text
    assert "21 │" not in reply.text.text
    assert "1,234 more bytes" in reply.text.text
    assert reply.attachments == (Document("output.txt", f"{printed}\n\n7\n".encode()),)
    assert fits(reply.text)


def test_one_endless_line_fits_a_message() -> None:
    assert fits(told(Ran("", result(stdout="x" * 60_000))).text)


def test_warnings_are_shown_where_there_was_no_error() -> None:
    assert "Warnings:\nUserWarning: careful" in text(stderr="UserWarning: careful\n")


def test_what_is_no_warning_is_not_called_one() -> None:
    assert "On stderr:\nINFO:root:hello" in text(stderr="INFO:root:hello\n")
    assert "Warnings:\nWARNING:root:careful" in text(stderr="WARNING:root:careful\n")


def test_a_bar_hides_no_warning() -> None:
    bar = "".join(f"\r{done:3}%|{'#' * 60}|" for done in range(100))

    said = text(stderr=f"{bar}\nUserWarning: sizes differ\n")

    assert said.endswith(
        "(99 earlier states of this line)\nUserWarning: sizes differ\nAll of it is in stderr.txt."
    )


def test_a_flood_hides_no_warning() -> None:
    said = text(stderr="epoch\n" * 500 + "UserWarning: sizes differ\n")

    assert said.endswith("Warnings:\n…\nUserWarning: sizes differ")


def test_a_line_that_is_written_over_shows_its_last_state() -> None:
    """The file keeps the states that a terminal would not show any more."""
    printed = "".join(f"\rEpoch {epoch}" for epoch in range(1, 4))

    reply = told(Ran("", result(stdout=printed)))

    assert reply.text.text.endswith(
        "Epoch 3 (2 earlier states of this line)\nAll of it is in output.txt."
    )
    assert reply.attachments == (Document("output.txt", "␍Epoch 1␍Epoch 2␍Epoch 3\n".encode()),)


def test_what_was_written_over_on_stderr_is_in_a_file() -> None:
    response = told(Ran("", result(stderr="\r 0%\r 50%\r100%\n")))

    assert "100% (2 earlier states of this line)\nAll of it is in stderr.txt." in response.text.text
    (file,) = response.attachments
    assert isinstance(file, Document)
    assert file.name == "stderr.txt"
    assert "50%" in file.data.decode()
    assert told(Ran("", result(stderr="only this\n"))).attachments == ()


def test_colours_are_not_shown_as_signs() -> None:
    error = RunError(type="E", message="\x1b[1mfat\x1b[0m", line=1, column=0, end_column=1)

    assert text(stdout="\x1b[1;32m0.91\x1b[0m").endswith("\n\n0.91")
    assert text(value="\x1b[31mred\x1b[0m").endswith("\n\nred")
    assert text(stderr="\x1b[33mUserWarning\x1b[0m").endswith(":\nUserWarning")
    assert "\n\nfat\n" in text(outcome=Outcome.ERROR, error=error)


def test_a_coloured_output_that_is_long_keeps_its_colours_in_the_file() -> None:
    reply = told(Ran("", result(stdout="\x1b[31mx\x1b[0m\n" * 40)))

    assert " 1 │ x\n" in reply.text.text
    assert reply.attachments[0].data.startswith("␛[31mx␛[0m\n".encode())


def test_an_example_shows_its_code() -> None:
    reply = example(Ran("print(1)\n", result(stdout="1\n")))

    assert reply.text.text.startswith("print(1)\nCopy it")


def test_not_run_says_when_to_try_again() -> None:
    assert "in 1 s" in not_run(NotRun(0.01)).text.text
    assert "in a minute" in not_run(NotRun(None)).text.text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "1 ms"), (0.0124, "12 ms"), (1.26, "1.3 s"), (5.0, "5 s"), (12.4, "12 s")],
)
def test_durations(seconds, words) -> None:
    assert duration(seconds) == words


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_nothing_a_snippet_says_breaks_the_reply(stdout, value, kind, message) -> None:
    error = RunError.model_construct(
        type=kind, message=message, line=1, column=0, end_column=1, operands=()
    )
    outcome = result().model_copy(
        update={
            "stdout": stdout,
            "value": value,
            "error": error,
            "outcome": Outcome.ERROR,
            "tensors": (tensor("x").model_copy(update={"name": kind, "dtype": message}),),
        }
    )

    reply = told(Ran(message, outcome))

    reply.text.text.encode("utf-8")
    assert reply.text.text.strip()


CHAINED = """\
printed by the snippet
Traceback (most recent call last):
  File "<snippet>", line 2, in <module>
    x @ x
    ~~^~~
RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)

{words}

Traceback (most recent call last):
  File "<snippet>", line 4, in <module>
    raise ValueError("bad shapes") from error
ValueError: bad shapes
"""


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("The above exception was the direct cause of the following exception:", "Because of"),
        ("During handling of the above exception, another exception occurred:", "While handling"),
    ],
)
def test_the_error_behind_an_error_is_told(words, begins) -> None:
    error = RunError(type="ValueError", message="bad shapes", line=4, column=0, end_column=1)

    said = text(outcome=Outcome.ERROR, error=error, stderr=CHAINED.format(words=words))

    assert said.startswith(
        f"❌ ValueError on line 4\n\nbad shapes\n{begins}: RuntimeError on line 2: "
        "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"
    )


def test_operands_are_named_where_the_rows_have_none() -> None:
    """As of a name that is bound on the line that failed."""
    error = RunError(
        type="RuntimeError",
        message="sizes differ",
        line=1,
        column=0,
        end_column=5,
        operands=(Operand(expression="a", shape=(2, 3), dtype="float32"),),
    )
    broken = Traced(
        line=1,
        column=0,
        end_column=5,
        expression="a = 1",
        shape=None,
        dtype=None,
        device=None,
        broke=True,
    )

    said = text(outcome=Outcome.ERROR, error=error, trace=(broken,))

    assert said.endswith("a = 1\n✗ a = 1\na is (2, 3) float32")


def test_a_run_that_took_too_long_is_told_so_once() -> None:
    error = RunError(
        type="TimeoutError",
        message="stopped after 5 s, the time limit",
        line=None,
        column=None,
        end_column=None,
    )

    assert "time limit" not in text(outcome=Outcome.TIMEOUT, error=error, seconds=5.0)
    assert "time limit" in text(outcome=Outcome.ERROR, error=error)


APART = "Each message runs by itself"


def name_error(name: str, code: str, message: str = "") -> str:
    where = {"line": 1, "column": 0, "end_column": len(name)}
    error = RunError(type="NameError", message=message or f"name '{name}' is not defined", **where)
    return told(Ran(code, result(outcome=Outcome.ERROR, error=error))).text.text


@pytest.mark.parametrize("guess", ["", ". Did you mean: 'next'?"])
def test_an_unknown_name_may_be_one_of_an_earlier_message(guess) -> None:
    """What Python guesses is often the next best name of its own."""
    assert APART in name_error("net", "net(x)", f"name 'net' is not defined{guess}")


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("net", "net(x)\nnet = 1", ""),
        ("net", "net(x)\ndef net(): ...", ""),
        ("net", "net(x)\nimport net", ""),
        ("e", "try: 1 / 0\nexcept ZeroDivisionError as e: ...\nprint(e)", ""),
        ("net", "net(x)\nmatch 1:\n    case int() as net: ...", ""),
        ("net", "net(x)\nmatch 1:\n    case [*net] | {**net}: ...", ""),
        ("net", "nets = 1\nnet(x)", "name 'net' is not defined. Did you mean: 'nets'?"),
        ("time", "time.time()", "name 'time' is not defined. Did you forget to import 'time'?"),
        ("pd", "pd.read_csv('a.csv')", ""),
    ],
)
def test_of_a_name_that_is_explained_otherwise_nothing_is_said(name, code, message) -> None:
    assert APART not in name_error(name, code, message)


def test_what_was_dropped_is_not_said_to_be_in_the_file() -> None:
    short, many = (text(stdout=each, dropped_bytes=9) for each in ("x" * 2000, "x\n" * 99))

    for said in (short, many):
        assert "What was kept of it is in output.txt." in said
        assert "All of it" not in said
        assert "all of it" not in said
        assert "of 99 lines" not in said


def test_a_trace_of_silent_code_says_what_each_part_held_and_no_more() -> None:
    part = {"line": 1, "column": 4, "end_column": 8, "device": "cpu"}
    held = Traced(**part, expression="f(2)", shape=(2,), dtype="float32")
    ran = Ran("x = f(2)", result(trace=(held,)))

    said = told(ran, every_line=True).text.text

    assert "What each part held" in said
    assert "printed nothing" not in said


@pytest.mark.parametrize("piece", ["1, ", "1,\n"])
def test_of_a_value_that_was_cut_the_file_has_what_was_kept(piece) -> None:
    whole = (piece * VALUE_CHARACTERS)[:VALUE_CHARACTERS]

    assert "What was kept of it is in output.txt." in text(value=f"{whole}…")
    assert "all of it" not in text(value=f"{whole}…").lower()
    assert "all of it is in output.txt." in text(value=whole).lower()


AGAIN = """\
x = torch.ones(2, requires_grad=True)
y = x.sum()
y.backward()
y.backward()"""


def said_of(code: str, kind: str, message: str, broken: str, *, every_line: bool) -> str:
    """What is said of code whose last line fails; its first trace is of the line before."""
    lines = code.replace(">>> ", "").strip("`\n").split("\n")
    number = 1 + next(at for at, line in enumerate(code.split("\n")) if line.endswith(lines[-1]))
    place = {"line": number, "column": 0, "end_column": len(broken)}
    error = RunError(type=kind, message=message, **place)
    part = {"line": number - 1, "column": 4, "end_column": 11, "device": "cpu"}
    held = Traced(**part, expression="x.sum()", shape=(), dtype="float32")
    failed = Traced(**place, expression=broken, shape=None, dtype=None, device=None, broke=True)
    outcome = result(outcome=Outcome.ERROR, error=error, trace=(held, failed))
    return told(Ran(understood(code), outcome), every_line=every_line).text.text


@pytest.mark.parametrize("every_line", [False, True])
@pytest.mark.parametrize(
    ("code", "kind", "message", "broken", "advice"),
    [
        (AGAIN, "RuntimeError", "Trying to backward through the graph a second time",
         "y.backward()", "Compute again"),
        ("y = x.sum()\nfunctools.cache(f)", "NameError", "name 'functools' is not defined",
         "functools", "import functools"),
        ("y = x.sum()\nnet(y)", "NameError", "name 'net' is not defined", "net", APART),
    ],
)  # fmt: skip
def test_of_a_paste_as_much_is_said_as_of_bare_code(
    *, code, kind, message, broken, advice, every_line
) -> None:
    """Lines and columns of a result count in what the sandbox read."""
    fails = {"kind": kind, "message": message, "broken": broken, "every_line": every_line}
    session = ">>> " + code.replace("\n", "\n>>> ")

    bare = said_of(code, **fails)

    assert advice in bare
    assert said_of(session, **fails) == bare
    assert said_of(f"\n{code}\n", **fails) == said_of(f"```\n{code}\n```", **fails)


@pytest.mark.parametrize("code", [">>> x = )", "x = \0"])
def test_of_what_nobody_can_read_the_line_is_shown_as_it_was_sent(code) -> None:
    error = RunError(type="SyntaxError", message="no", line=1, column=None, end_column=None)

    said = told(Ran(code, result(outcome=Outcome.ERROR, error=error))).text.text

    assert said.endswith(code.replace("\0", "␀"))


@pytest.mark.parametrize("lines", [1, TRACED])
def test_a_trace_that_is_full_says_that_there_may_be_more(lines) -> None:
    parts = [
        Traced(line=1 + at % lines, column=0, end_column=1, expression="x", shape=(at,),
               dtype="float32", device="cpu")
        for at in range(TRACED)
    ]  # fmt: skip
    code = "\n".join(["x"] * lines)

    full, less = (
        told(Ran(code, result(trace=trace)), every_line=True).text.text
        for trace in (parts, parts[1:])
    )

    assert full.endswith(f"A trace holds {TRACED} parts at most: there may have been more.")
    assert "at most" not in less
