"""The site as files: complete, linked, escaped, and the same every time."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from knowledge.site.build import BotLinks, site
from knowledge.site.entry import Picture
from tests.hashing import printed_elsewhere
from tests.knowledge.site.reading import dead_links, pages
from tests.knowledge.writing import SHORT, write, write_topics

PICTURE = Picture(b"light", b"dark", 360, 200, 'm "+" v: <two> boxes')
BOT = BotLinks("https://t.me/a_bot", "https://t.me/a_bot?start=e-{}".format)
HOSTILE = "Is <b>this</b> & \"that\" '$root' </script> safe?"


@pytest.fixture(scope="module")
def shipped() -> Curriculum:
    content = curriculum.read(curriculum.shipped())
    assert isinstance(content, Curriculum)
    return content


@pytest.fixture
def small(tmp_path: Path) -> Curriculum:
    write_topics(tmp_path)
    body = f"{SHORT}\n\n## More\n\n- a & b\n\n## Pitfall\n\nBeware of `<i>` & $title."
    asked = ["a book 3, question 1"]
    write(tmp_path, "one", body, question=HOSTILE, asked_in=asked, diagram="a")
    write(tmp_path, "two", prerequisites=["one"], see_also=["one", "old"], topic="memory")
    write(tmp_path, "old", status="retired")
    content = curriculum.read(tmp_path)
    assert isinstance(content, Curriculum), content
    return content


def test_every_link_of_the_shipped_site_leads_somewhere(shipped: Curriculum) -> None:
    pictures = {entry.slug: PICTURE for entry in shipped.entries if entry.diagram}

    files = site(shipped, pictures, BOT)

    assert dead_links(files) == []
    assert len(pages(files)) == len(shipped.entries) + 1
    assert [path for path, page in pages(files).items() if page.faults] == []


def test_every_entry_is_on_the_first_page_in_teaching_order(shipped: Curriculum) -> None:
    files = site(shipped, {})

    linked = [a for a in pages(files)["index.html"].addresses if a.startswith("entries/")]
    assert linked == [f"entries/{entry.slug}.html" for entry in shipped.entries]


def digests(content: Curriculum) -> dict[str, str]:
    files = {path: sha256(data).hexdigest() for path, data in site(content, {}, BOT).items()}
    return dict(sorted(files.items()))


def test_the_same_content_gives_the_same_bytes(shipped: Curriculum) -> None:
    elsewhere = (
        "import json\n"
        "from knowledge.pages import curriculum\n"
        "from tests.knowledge.site.test_build import digests\n"
        "print(json.dumps(digests(curriculum.read(curriculum.shipped()))))"
    )

    assert digests(shipped) == json.loads(printed_elsewhere(elsewhere))


def test_what_writers_wrote_is_shown_and_never_run(small: Curriculum) -> None:
    files = site(small, {"one": PICTURE}, BOT)

    text = files["entries/one.html"].decode()
    assert "<h1>Is &lt;b&gt;this&lt;/b&gt; &amp; &quot;that&quot; &#x27;$root&#x27;" in text
    assert "Beware of <code>&lt;i&gt;</code> &amp; $title." in text
    assert "<b>" not in text
    assert dead_links(files) == []
    assert [page.faults for page in pages(files).values()] == [[]] * 3


def test_a_page_shows_all_parts_of_its_entry(small: Curriculum) -> None:
    files = site(small, {"one": PICTURE}, BOT)

    text = files["entries/one.html"].decode()
    for part in ("<h2>More</h2>", "<h2>Pitfall</h2>", "Asked in a book 3, question 1."):
        assert part in text
    [image] = pages(files)["entries/one.html"].attributes("img")
    [source] = pages(files)["entries/one.html"].attributes("source")
    assert (image["src"], image["alt"]) == ("../pictures/one.png", PICTURE.description)
    assert source["media"] == "screen and (prefers-color-scheme: dark)"
    assert (files["pictures/one.png"], files["pictures/one-dark.png"]) == (b"light", b"dark")


def test_retired_entries_are_neither_shown_nor_linked(small: Curriculum) -> None:
    files = site(small, {})

    assert "entries/old.html" not in files
    assert dead_links(files) == []


def test_what_is_to_be_read_before_is_not_named_a_second_time(small: Curriculum) -> None:
    text = site(small, {})["entries/two.html"].decode()

    assert "Read before this" in text
    assert "See also" not in text


def test_the_parts_of_a_page_can_be_linked(small: Curriculum) -> None:
    text = site(small, {})["entries/one.html"].decode()

    assert '<section id="more">' in text
    assert '<section id="pitfall" class="pitfall">' in text


def test_an_example_is_told_apart_from_what_it_printed(small: Curriculum) -> None:
    text = site(small, {})["entries/two.html"].decode()

    assert (
        '<span class="prompt">&gt;&gt;&gt; </span><span class="code">a + 1        # one more</span>'
        '\n<span class="output">21</span>'
    ) in text


def test_links_into_the_bot_are_there_where_it_is_known(small: Curriculum) -> None:
    known, unknown = site(small, {}, BOT), site(small, {})

    assert BOT.open_entry("one") in pages(known)["entries/one.html"].addresses
    assert BOT.address in pages(known)["index.html"].addresses
    assert not any("t.me" in page.decode() for page in unknown.values())
    assert b"--bot USERNAME" in unknown["index.html"]


def test_the_search_index_holds_every_wording_and_no_word_twice(small: Curriculum) -> None:
    script = site(small, {})["search-index.js"].decode()

    rows = json.loads(script.removeprefix("const SEARCH_INDEX = ").rstrip().rstrip(";"))
    assert [row["u"] for row in rows] == ["entries/one.html", "entries/two.html"]
    assert rows[1]["a"].startswith("two in other words 0\n")
    assert rows[1]["t"] == "Memory"
    assert "answer" in rows[1]["w"].split()
    assert "two" not in rows[1]["w"].split()


def test_an_answer_in_words_claims_no_run(tmp_path: Path) -> None:
    write_topics(tmp_path)
    write(tmp_path, "one", "It is said in words.", example="none")
    write(tmp_path, "two")
    content = curriculum.read(tmp_path)
    assert isinstance(content, Curriculum), content

    files = site(content, {})

    assert b"It is said in words." in files["entries/one.html"]
    assert b"Every example was run" not in files["entries/one.html"]
    assert b"Every example was run" in files["entries/two.html"]
