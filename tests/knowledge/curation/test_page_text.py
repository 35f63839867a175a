from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.page_text import as_page, files_of, page_text
from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.entry import Entry
from knowledge.pages.page import Page
from tests.knowledge.curation.examples import entry
from tests.knowledge.writing import SHORT

# What one line of front matter may hold: all of Unicode but what an entry or YAML refuses.
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=8, max_size=60
).filter(str.strip)
TEXTS = st.text(st.characters(codec="utf-8"), min_size=8, max_size=60)
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
ENTRIES = st.builds(
    entry,
    SLUGS,
    question=TEXTS,
    short_title=st.none() | st.text("ab' ", min_size=1, max_size=32),
    aliases=st.lists(TEXTS, min_size=8, max_size=9),
    not_for=st.lists(LINES, max_size=2),
    topic=SLUGS,
    difficulty=st.integers(1, 3),
    prerequisites=st.lists(SLUGS, max_size=3),
    see_also=st.lists(SLUGS, max_size=3),
    exercises=st.lists(SLUGS, max_size=2),
    asked_in=st.lists(SLUGS, max_size=2).map(lambda names: [n.split("-")[0] for n in names]),
    diagram=st.none() | TEXTS,
    verified=st.fixed_dictionaries({"torch": LINES, "numpy": LINES}),
    sources=st.lists(LINES, min_size=1, max_size=2),
    status=st.sampled_from(["draft", "reviewed", "retired"]),
    wordings=st.lists(TEXTS, max_size=3),
    short=st.sampled_from([SHORT, "It is said in `words`."]),
    more=st.none() | st.sampled_from(["More `text`.", "- a\n- b", "Two.\n\nParagraphs: `x`."]),
    pitfall=st.none() | st.sampled_from(["Mind it.", SHORT]),
)


def read_back(one: Entry) -> Entry | object:
    page = as_page(one)
    return page.entry if isinstance(page, Page) else page


@given(ENTRIES)
def test_what_is_written_reads_back_the_same(one: Entry) -> None:
    assert read_back(one) == one


def test_everything_that_ships_reads_back_the_same() -> None:
    shipped = curriculum.read(curriculum.shipped())
    assert isinstance(shipped, Curriculum)

    assert [page.entry.slug for page in shipped.pages if read_back(page.entry) != page.entry] == []


def test_files_look_as_writers_write_them() -> None:
    one = entry(
        "squeeze",
        aliases=[f"it's {n}" for n in range(8)],
        see_also=["unsqueeze", "stack"],
        more="More.",
        wordings=["in other words"],
    )

    page, wordings = files_of(one).items()

    assert wordings == ("questions/shapes/squeeze.wordings.yaml", "- 'in other words'\n")
    assert page[0] == "questions/shapes/squeeze.md"
    assert page[1].splitlines() == [
        "---",
        "id: squeeze",
        "question: 'What is squeeze, and why?'",
        "aliases:",
        *(f"  - 'it''s {n}'" for n in range(8)),
        "not_for:",
        "  - 'something else'",
        "topic: shapes",
        "difficulty: 1",
        "prerequisites: []",
        "see_also: [unsqueeze, stack]",
        "exercises: []",
        "verified: {torch: '2.13.0', numpy: '2.4.6'}",
        "sources:",
        "  - 'https://docs.pytorch.org/docs/stable/'",
        "status: reviewed",
        "---",
        *SHORT.splitlines(),
        "",
        "## More",
        "",
        "More.",
    ]


def test_an_answer_in_words_says_so_before_its_releases() -> None:
    lines = page_text(entry("neuron", short="A weighted sum.")).splitlines()

    assert lines[lines.index("example: none") + 1].startswith("verified:")
