"""Code that is sent as it is gets an answer and an offer to run it."""

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from progress.events import Kind
from sandbox.protocol import Outcome, RunError
from tests.bot.conversing import settled
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.person import Person, buttons
from tests.fakes.runner import result
from tutor.conversation.code_or_words import question_in_block, unfenced
from tutor.library import Shelf

RUN_IT = "▶ Run it"
PAGE = entry("sum-of-rows", "rows.sum(0)")
PART = entry("more-axes", "rows = rows.unsqueeze(0)")
WHOLE = entry("a-row", "rows = torch.ones(2)")
ASKED = entry("why-a-row", "rows = torch.ones(2) # why two?")
CALL = entry("three-numbers", "f(rows, 1, 2)")
WORDS = ["what is x.view(2)?", "torch.cat", "dim=1", "a[:, None]", "view", "x @ y", "(" * 4000, ""]
PROGRAM = "x = torch.ones(2, 3)\nx.view(7)"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PROGRAM, PROGRAM),
        ("import torch", "import torch"),
        ("import this", "import this"),
        ("import torch  # why", "import torch  # why"),
        ("from my_model import Net", "from my_model import Net"),
        ("print(“hello”)", "print(“hello”)"),
        (">>> x = f(2)\n>>> x.shape\n(2,)", ">>> x = f(2)\n>>> x.shape\n(2,)"),
        ("`print(1)`", "print(1)"),
        ("~~~python\nprint(1)\n~~~", "print(1)"),
        ("'''\nprint(1)\n'''", "print(1)"),
        ("import torch\na = torch.rand(3)\nprint(a", "import torch\na = torch.rand(3)\nprint(a"),
        ("x = [1, 2]\nfor i in x\n    print(i)", "x = [1, 2]\nfor i in x\n    print(i)"),
        ("x = f(2)\nvs = (x\nvs  = x", "x = f(2)\nvs = (x\nvs  = x"),
        ("x = f(2)\ny = (x - difference", "x = f(2)\ny = (x - difference"),
    ],
)
def test_code_is_told_from_words(text: str, code: str) -> None:
    found = unfenced(text)

    assert found is not None
    assert (found.code, found.program) == (code, True)


@pytest.mark.parametrize(
    "text",
    [
        "x = torch.ones(2)\nwhy is x.sum() 2?",
        "x = torch.ones(2)\nwhat does x.view(2) do",
        "x = f(2)\nI get this (see above)",
        "x = f(2)\nthis is my code",
        "x = f(2)\nIt doesn't work",
        "x = f(2)\nx.backward() why",
        "x = f(2)\nhelp!",
        "x = torch.rand(3)\n为什么报错\N{FULLWIDTH QUESTION MARK}",
        "import torch\nx.view(2, 3) vs x.reshape(2, 3)",
        "import numpy as np\ndifference between np.dot(a, b) and np.matmul(a, b)",
        "import please",
        "import why",
        "from here import help",
        "x = f(2)\nTypeError: f() takes 0 positional arguments but 1 was given",
        *WORDS,
    ],
)
def test_words_and_names_are_no_code(text: str) -> None:
    assert unfenced(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "print('hi'",
        "x = torch.ones(2, 3",
        "print(hello world)",
        "for i in range(3)",
        "import torch as",
    ],
)
def test_one_line_with_a_mistake_is_code(text: str) -> None:
    found = unfenced(text)

    assert found is not None
    assert (found.code, found.program, found.whole) == (text, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "print(x) why is it 3?",
        "loss = what I want to minimise (somehow)",
        "x = torch.ones(2 and then what",
        "for i in my loop (see above)",
        "import torch (how?",
        "softmax(x) = exp(x) / sum of exp(x)",
        "torch.ones(2, 3",
    ],
)
def test_one_line_of_words_about_code_is_none(text: str) -> None:
    assert unfenced(text) is None


@pytest.mark.parametrize("block", ["print 1", "x = (1,", "ValueError", ">>> 1/0\nValueError: no"])
def test_code_in_a_fence_asks_nothing(block: str) -> None:
    assert question_in_block(block) is None


@pytest.fixture
def shelf(engine) -> Shelf:
    return Shelf(library((*ENTRIES, PAGE, PART, WHOLE, ASKED, CALL)), CurationStore(engine))


@pytest.mark.usefixtures("bot")
class TestInChat:
    async def test_a_program_is_run_when_its_sender_says_so(self, lena, runner, store) -> None:
        sent = await lena.say(PROGRAM)
        offer = await lena.reply(sent)
        assert offer["text"] == "That looks like code. Press the button to run it."
        assert runner.asked == []

        await lena.press(offer, RUN_IT)

        ran = await lena.reply(offer)
        assert [request.code for request in runner.asked] == [PROGRAM]
        assert "Finished" in ran["text"]
        assert ran["reply_to_message"]["message_id"] == sent["message_id"]
        assert await settled(store, 1) == [(Kind.RAN, None)]

    async def test_what_a_page_answers_comes_with_the_offer(self, lena, runner) -> None:
        sent = await lena.say(PAGE.question)

        answer, offer = await lena.replies(sent, count=2)

        assert answer["text"].startswith(PAGE.question)
        assert RUN_IT in buttons(offer)

    async def test_part_of_a_program_is_asked_about(self, lena) -> None:
        answer, offer = await lena.replies(await lena.say(PART.question), count=2)

        assert answer["text"].startswith(PART.question)
        assert RUN_IT in buttons(offer)

    async def test_a_program_that_needs_nothing_else_is_there_to_be_run(self, lena, store) -> None:
        """A page that nobody has asked for stands between the code and what it prints."""
        offer = await lena.reply(await lena.say(WHOLE.question))
        await lena.press(offer, RUN_IT)

        ran = await lena.reply(offer)

        assert offer["text"] == "That looks like code. Press the button to run it."
        assert "Finished" in ran["text"]
        assert await settled(store, 1) == [(Kind.RAN, None)]

    async def test_who_asks_in_a_comment_gets_the_page_before_it_is_run(self, lena) -> None:
        answer, offer = await lena.replies(await lena.say(ASKED.question), count=2)

        assert answer["text"].startswith(ASKED.question)
        assert RUN_IT in buttons(offer)

    async def test_who_asks_in_a_comment_in_a_block_gets_the_page_as_well(self, lena) -> None:
        sent = await lena.say(f"```\n{ASKED.question}\n```")

        ran, answer = await lena.replies(sent, count=2)

        assert "Finished" in ran["text"]
        assert answer["text"].startswith(ASKED.question)

    async def test_a_comment_that_explains_is_neither_answered_nor_counted(
        self, lena, store
    ) -> None:
        sent = await lena.say("```\nrows = torch.ones(2) # not two, an error too\n```")

        assert "Finished" in (await lena.reply(sent))["text"]
        assert len(await lena.from_bot()) == 1
        assert await settled(store, 1) == [(Kind.RAN, None)]

    async def test_why_after_a_run_is_about_the_run(self, lena, runner) -> None:
        error = RunError(
            type="NameError",
            message="name 'rows2' is not defined",
            line=1,
            column=None,
            end_column=None,
        )
        runner._outcomes.append(result(outcome=Outcome.ERROR, error=error))
        await lena.reply(await lena.say("```\nrows = torch.ones(rows2) # why two of them?\n```"))

        answer = await lena.reply(await lena.say("why?"))

        assert "NameError" in answer["text"]

    async def test_where_the_error_is_told_a_comment_is_not_looked_up(self, lena, runner) -> None:
        error = RunError(type="ValueError", message="no", line=1, column=None, end_column=None)
        runner._outcomes.append(result(outcome=Outcome.ERROR, error=error))

        ran = await lena.reply(await lena.say(f"```\n{ASKED.question}\n```"))

        assert "ValueError" in ran["text"]
        assert len(await lena.from_bot()) == 1

    async def test_what_is_surely_wrong_stands_above_the_offer(self, lena) -> None:
        offer = await lena.reply(await lena.say("opt = torch.optim.SGD(model.parameters, lr=1)"))

        assert offer["text"].startswith("model.parameters is a method, and has to be called here")
        assert RUN_IT in buttons(offer)

    async def test_in_a_group_a_program_that_is_for_us_may_be_run(self, in_class, runner) -> None:
        """Whoever mentions us with code must not wait in vain."""
        await in_class.say("@local_bot what(1)")
        sent = await in_class.say(f"@local_bot {PROGRAM}")

        offer = await in_class.reply(sent)
        await in_class.press(offer, RUN_IT)
        await in_class.reply(offer)

        assert offer["reply_to_message"]["message_id"] == sent["message_id"]
        assert [request.code for request in runner.asked] == [PROGRAM]

    async def test_in_a_group_pages_near_an_expression_are_suggested(self, in_class) -> None:
        told = await in_class.reply(await in_class.say("@local_bot f(rows, 1, 3)"))

        assert "Do you mean one of these?" in told["text"]

    async def test_too_long_a_message_says_how_to_send_code(self, lena, store) -> None:
        told = await lena.reply(await lena.say("please explain tensors " * 60))

        assert "Code goes between ``` and ```" in told["text"]

    async def test_a_forged_press_is_answered(self, lena) -> None:
        offer = await lena.reply(await lena.say("print(1)"))

        assert "old" in str(await lena.click(offer, "qz"))

    async def test_who_runs_code_is_not_asked_again(self, lena, runner) -> None:
        """The reply to a page's Run says: copy it, change it and send it back."""
        answer = await lena.reply(await lena.say(ENTRIES[0].question))
        await lena.press(answer, "▶ Run")
        ran = await lena.reply(answer)
        assert "send it back" in ran["text"]

        sent = await lena.say(PROGRAM)

        told = await lena.reply(sent)
        assert "Finished" in told["text"]
        assert runner.asked[-1].code == PROGRAM
        assert told["reply_to_message"]["message_id"] == sent["message_id"]
        runner._outcomes.append(result(stdout="changed"))
        await lena.edit(sent, f"{PROGRAM}.T")
        await lena.shows(told, "changed")
        assert runner.asked[-1].code == f"{PROGRAM}.T"

    async def test_a_mere_expression_may_ask_something_all_the_same(self, lena, runner) -> None:
        await lena.reply(await lena.say("```\nx = 1\n```"))

        answer, offer = await lena.replies(await lena.say(PAGE.question), count=2)

        assert answer["text"].startswith(PAGE.question)
        assert RUN_IT in buttons(offer)

    async def test_code_after_a_question_is_asked_about(self, lena, runner) -> None:
        await lena.reply(await lena.say("```\nx = 1\n```"))
        await lena.reply(await lena.say(ENTRIES[0].question))

        offer = await lena.reply(await lena.say(PROGRAM))

        assert RUN_IT in buttons(offer)

    async def test_what_was_run_is_run_again_when_its_message_is_edited(
        self, lena, runner, store
    ) -> None:
        """No old result stays below the new one."""
        sent = await lena.say(PROGRAM)
        offer = await lena.reply(sent)
        runner._outcomes.append(result(stdout="first"))
        await lena.press(offer, RUN_IT)
        await lena.shows(await lena.reply(offer), "first")
        await settled(store, 1)

        await lena.edit(sent, f"{PROGRAM}.T")

        await lena.shows(offer, f"{PROGRAM}.T")
        assert len(await lena.from_bot()) == 1

    async def test_so_is_a_mere_expression(self, lena, runner, store) -> None:
        sent = await lena.say("torch.ones(2, 3)")
        offer = await lena.reply(sent)
        await lena.press(offer, RUN_IT)
        await lena.reply(offer)
        await settled(store, 1)

        await lena.edit(sent, "torch.ones(4, 5)")

        await lena.shows(offer, "torch.ones(4, 5)")
        assert len(await lena.from_bot()) == 1
        assert runner.asked[-1].code == "torch.ones(4, 5)"

    async def test_a_page_that_came_with_the_offer_goes_as_well(self, lena, store) -> None:
        sent = await lena.say(PAGE.question)
        answer, offer = await lena.replies(sent, count=2)
        await lena.press(offer, RUN_IT)
        await lena.reply(offer)
        await settled(store, 3)

        await lena.edit(sent, "rows.sum(1)")

        await lena.shows(answer, "Finished")
        assert len(await lena.from_bot()) == 1

    async def test_in_a_group_whoever_runs_it_the_edit_is_run(self, in_class, http, store) -> None:
        sent = await in_class.say(f"@local_bot {PROGRAM}")
        offer = await in_class.reply(sent)
        await Person(http, 1002, in_class.chat).press(offer, RUN_IT)
        await in_class.reply(offer)
        await settled(store, 1)

        await in_class.edit(sent, f"@local_bot {PROGRAM}.T")

        await in_class.shows(offer, f"{PROGRAM}.T")
        assert len(await in_class.from_bot()) == 1

    async def test_what_was_only_offered_is_offered_again(self, lena, runner) -> None:
        sent = await lena.say(PROGRAM)
        offer = await lena.reply(sent)

        await lena.edit(sent, f"{PROGRAM}.T")
        await lena.reply(await lena.say("/help"))

        assert runner.asked == []
        assert RUN_IT in buttons((await lena.from_bot())[0])
        assert (await lena.from_bot())[0]["message_id"] == offer["message_id"]
