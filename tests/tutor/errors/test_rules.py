"""Each rule is tried on its own example: the error comes, the rule is told, and its fix runs."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from sandbox.client import connect
from sandbox.linux import jail
from sandbox.protocol import Outcome, RunRequest, RunResult
from tutor.errors import names, rules
from tutor.errors.code_around import failure_of
from tutor.errors.rules import Rule
from tutor.errors.words import Told, told
from tutor.repair.experiment import mends

RULES = rules.rules().all
EXAMPLES = [
    pytest.param(rule, code, id=f"{rule.id} {number}" if number else rule.id)
    for rule in RULES
    for number, code in enumerate(rule.example)
]
QUESTIONS = Path("knowledge/content/questions")


async def run_all(codes: Sequence[str]) -> dict[str, RunResult]:
    async with connect("embedded", spares=2) as runner:
        return {code: await runner.run(RunRequest(code=code)) for code in codes}


def told_of(result: RunResult, code: str) -> Told | None:
    failure = failure_of(result, code)
    return told(failure) if failure else None


def mended(code: str, result: RunResult) -> str:
    """The code with the fix in the place of what failed: of an expression, or of a whole line."""
    found = told_of(result, code)
    if found is None or not found.fix:
        return ""
    lines = code.split("\n")
    broken = next((part for part in result.trace if part.broke), None)
    at = (broken.line if broken else result.error.line) - 1
    lines[at] = lines[at].replace(broken.expression, found.fix, 1) if broken else found.fix
    return "\n".join(lines)


@pytest.fixture(scope="module")
def ran() -> dict[str, RunResult]:
    if missing := jail.probe().missing:
        pytest.skip(f"this system can't jail: it lacks {' and '.join(missing)}")
    return asyncio.run(run_all([code for rule in RULES for code in rule.example]))


@pytest.fixture(scope="module")
def ran_mended(ran: Mapping[str, RunResult]) -> dict[str, RunResult]:
    fixed = [mended(code, result) for code, result in ran.items()]
    return asyncio.run(run_all([code for code in fixed if code]))


@pytest.mark.parametrize(("rule", "code"), EXAMPLES)
def test_a_rule_is_told_of_its_example_and_its_fix_runs(ran, ran_mended, rule: Rule, code) -> None:
    found = told_of(ran[code], code)

    assert found is not None, ran[code].error
    assert found.rule.id == rule.id
    if fixed := mended(code, ran[code]):
        again = ran_mended[fixed]
        assert again.outcome is Outcome.OK, (found.fix, again.error)


@pytest.mark.parametrize("code", [code for rule in RULES for code in rule.example])
def test_what_a_hint_may_ask_for_is_told_in_the_remedy_alone(ran, code) -> None:
    failure = failure_of(ran[code], code)

    if failure and mends(failure) and (found := told(failure)) and found.fix:
        assert found.fix not in found.why
        assert found.fix in found.words


def test_every_rule_has_words_or_says_which_page_it_is_or_that_there_is_none() -> None:
    assert [rule.id for rule in RULES if not rule.says and rule.page is None] == []


@pytest.mark.parametrize("slug", sorted({rule.page for rule in RULES if rule.page}))
def test_its_page_is_there_and_tells_of_it_where_the_rule_says(slug: str) -> None:
    (page,) = QUESTIONS.glob(f"*/{slug}.md")
    sections = {rule.told_in for rule in RULES if rule.page == slug and rule.told_in}

    assert all(f"\n## {each.value.capitalize()}\n" in page.read_text() for each in sections)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- {id: a, met: TypeError x, says: b}\n- {id: a, met: TypeError y, says: c}", "again"),
        ("- {id: a, met: TypeError x, say: b}", "say"),
        ("- {id: a, met: TypeError x, code: '$A +', says: b}", "one expression"),
    ],
)
def test_what_is_no_rule_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "some.yaml").write_text(text)

    with pytest.raises(ValueError, match=problem):
        rules.read(tmp_path)


def test_no_argument_is_called_as_what_it_is_not() -> None:
    for table in names.names().keywords:
        assert table.called.keys().isdisjoint(table.called.values())
