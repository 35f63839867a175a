"""`unsqueeze knowledge export` and `diff`, and that what is exported is content like any other."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from database.engine import open_engine
from database.migrations import upgrade
from knowledge.base.origin import fingerprint
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Action, Author, Version
from knowledge.pages.entry import Entry, Status
from tests.fakes.library import entry
from tests.unsqueeze.conftest import Variables, checkout_of, read

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NEW = entry(
    "padding-one-side",
    "How do I pad a tensor on one side only?",
    see_also=("unsqueeze",),
    wordings=("zeros on the left",),
)


@pytest.fixture(params=["small"])
def content(request: pytest.FixtureRequest) -> Path:
    """Twelve pages, or as a test says ours, for what must be so of all of them."""
    found: Path = request.getfixturevalue(f"{request.param}_content")
    return found


on_all_pages = pytest.mark.parametrize("content", ["shipped"], indirect=True)


@pytest.fixture
def shipped(content: Path) -> dict[str, Entry]:
    return {page.entry.slug: page.entry for page in read(content).pages}


@pytest.fixture
def environment(content: Path, sandbox: Variables, tmp_path: Path) -> Variables:
    url = f"sqlite:///{tmp_path / 'unsqueeze.sqlite'}"
    upgrade(url, "curation")
    return {
        **os.environ,
        **checkout_of(content),
        **sandbox,
        "UNSQUEEZE_DATA_DIR": str(tmp_path / "data"),
        "UNSQUEEZE_DATABASE_URL": url,
    }


def publish(environment: Variables, *entries: Entry, base: dict[str, Entry]) -> None:
    async def write() -> None:
        engine = open_engine(environment["UNSQUEEZE_DATABASE_URL"])
        for one in entries:
            of = base.get(one.slug)
            action = Action.RETIRED if one.status is Status.RETIRED else Action.EDITED
            await CurationStore(engine).publish(
                Version(
                    one.slug,
                    1,
                    action,
                    Author(1, "Ines"),
                    NOON,
                    one,
                    fingerprint(of) if of else None,
                )
            )
        await engine.dispose()

    asyncio.run(write())


def knowledge(environment: Variables, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "unsqueeze", "knowledge", *arguments],
        capture_output=True,
        check=False,
        text=True,
        env=environment,
    )


def pages_in(folder: Path) -> list[str]:
    pages = (folder / "questions").rglob("*.md")
    return sorted(path.relative_to(folder).as_posix() for path in pages)


def test_an_export_is_accepted_by_the_check(
    environment: Variables, shipped: dict[str, Entry], tmp_path: Path
) -> None:
    edited = shipped["view-vs-reshape"].model_copy(update={"pitfall": "Mind the batch of one."})
    publish(environment, NEW, edited, base=shipped)
    folder = tmp_path / "export"

    exported = knowledge(environment, "export", str(folder))
    checked = knowledge(environment, "check", str(folder))

    assert (exported.returncode, exported.stderr) == (0, "")
    assert pages_in(folder) == [
        "questions/shapes/padding-one-side.md",
        "questions/shapes/view-vs-reshape.md",
    ]
    assert (checked.returncode, checked.stdout) == (0, checked.stdout), checked.stdout
    assert checked.stdout.startswith("2 entries")


def test_an_answer_in_words_is_exported_as_the_check_expects_it(
    environment: Variables, shipped: dict[str, Entry], tmp_path: Path
) -> None:
    in_words = NEW.model_copy(update={"short": "A pad on one side leaves the other as it is."})
    publish(environment, in_words, base=shipped)
    folder = tmp_path / "export"

    knowledge(environment, "export", str(folder))
    checked = knowledge(environment, "check", str(folder))

    [path] = folder.rglob("*.md")
    assert "\nexample: none\n" in path.read_text("utf-8")
    assert (checked.returncode, checked.stdout) == (
        0,
        "1 entries, 0 examples, 0 diagrams: all as written\n",
    )


def test_what_needs_a_retired_entry_is_exported_without_it(
    environment: Variables, shipped: dict[str, Entry], tmp_path: Path
) -> None:
    needy = [each.slug for each in shipped.values() if "unsqueeze" in each.prerequisites]
    gone = shipped["unsqueeze"].model_copy(update={"status": Status.RETIRED})
    publish(environment, gone, base=shipped)
    folder = tmp_path / "export"

    exported = knowledge(environment, "export", str(folder))
    told = knowledge(environment, "diff")

    assert exported.returncode == 0, exported.stdout
    assert {Path(page).stem for page in pages_in(folder)} == {"unsqueeze", *needy}
    assert "- unsqueeze: status (retired by Ines, 2026-11-25 12:00 UTC)" in told.stdout


@on_all_pages
def test_all_is_a_content_folder_of_its_own(
    environment: Variables, shipped: dict[str, Entry], content: Path, tmp_path: Path
) -> None:
    moved = shipped["view-vs-reshape"].model_copy(update={"topic": "memory"})
    publish(environment, NEW, moved, base=shipped)
    folder = tmp_path / "export"

    exported = knowledge(environment, "export", str(folder), "--all")

    assert exported.returncode == 0, exported.stdout
    assert {page.entry.slug for page in read(folder).pages} == {*shipped, NEW.slug}
    assert not (folder / "questions/shapes/view-vs-reshape.md").exists()
    untouched = Path("questions/shapes/unsqueeze.md")
    assert (folder / untouched).read_bytes() == (content / untouched).read_bytes()


def undo(environment: Variables, one: Entry, *, to: Entry | None = None) -> None:
    """The next version of an entry: another state, or none of ours any more."""

    async def write() -> None:
        engine = open_engine(environment["UNSQUEEZE_DATABASE_URL"])
        store = CurationStore(engine)
        head = await store.head(one.slug)
        assert head is not None
        action = Action.RETIRED if to else Action.UNDONE
        number = head.number + 1
        await store.publish(Version(one.slug, number, action, head.author, NOON, to, head.base))
        await engine.dispose()

    asyncio.run(write())


def test_what_was_withdrawn_is_not_left_by_an_earlier_export(
    environment: Variables, shipped: dict[str, Entry], content: Path, tmp_path: Path
) -> None:
    """A site made of the folder would go on serving it."""
    edited = shipped["view-vs-reshape"].model_copy(
        update={"pitfall": "Mind the batch of one.", "topic": "memory"}
    )
    by_hand = entry("padding-by-hand", "How do I pad a tensor by hand?")
    publish(environment, NEW, by_hand, edited, base=shipped)
    some, whole = tmp_path / "some", tmp_path / "whole"
    knowledge(environment, "export", str(some))
    knowledge(environment, "export", str(whole), "--all")
    for folder in (some, whole):
        page = next(folder.rglob("padding-by-hand.md"))
        page.write_text(page.read_text("utf-8").replace("by hand?", "by my hand?"), "utf-8")
    undo(environment, NEW, to=NEW.model_copy(update={"status": Status.RETIRED}))
    undo(environment, by_hand)
    undo(environment, edited)

    again = knowledge(environment, "export", str(some))
    all_again = knowledge(environment, "export", str(whole), "--all")

    assert (again.returncode, all_again.returncode) == (0, 0), again.stdout + all_again.stdout
    assert pages_in(some) == ["questions/shapes/padding-by-hand.md"]
    ours = pages_in(content)
    assert set(pages_in(whole)) == {*ours, "questions/shapes/padding-by-hand.md"}
    kept = "as it is: neither the release nor an instructor has it so"
    assert again.stderr.splitlines() == [
        "removed questions/memory/view-vs-reshape.md: it does not hold any more",
        f"left questions/shapes/padding-by-hand.md {kept}",
        "removed questions/shapes/padding-one-side.md: it does not hold any more",
    ]


def test_a_withdrawn_edit_of_a_checkout_is_put_back_as_it_ships(
    environment: Variables, shipped: dict[str, Entry], content: Path, tmp_path: Path
) -> None:
    edited = shipped["view-vs-reshape"].model_copy(update={"pitfall": "Mind the batch of one."})
    checkout = tmp_path / "content"
    shutil.copytree(content, checkout)
    page = checkout / "questions/shapes/view-vs-reshape.md"
    before = page.read_bytes()
    publish(environment, edited, base=shipped)
    knowledge(environment, "export", str(checkout))
    assert b"Mind the batch of one." in page.read_bytes()
    undo(environment, edited)

    knowledge(environment, "export", str(checkout))

    assert page.read_bytes() == before


@on_all_pages
def test_the_difference_is_told_by_entry_and_field(
    environment: Variables, shipped: dict[str, Entry]
) -> None:
    edited = shipped["view-vs-reshape"].model_copy(update={"pitfall": "Mind the batch of one."})
    publish(environment, NEW, edited, base=shipped)

    told = knowledge(environment, "diff")
    as_json = json.loads(knowledge(environment, "diff", "--json").stdout)

    assert told.returncode == 0
    assert "+ padding-one-side: new (edited by Ines, 2026-11-25 12:00 UTC)" in told.stdout
    assert "~ view-vs-reshape: pitfall (edited by Ines" in told.stdout
    assert "    +Mind the batch of one." in told.stdout
    assert [(each["slug"], each["kind"]) for each in as_json] == [
        ("padding-one-side", "added"),
        ("view-vs-reshape", "changed"),
    ]
    assert as_json[1]["fields"][0]["after"] == "Mind the batch of one."
    assert as_json[1]["by"] == "Ines"
    assert as_json[1]["at"].startswith("2026-11-25T12:00")
    assert as_json[1]["conflict"] is False


@pytest.mark.parametrize("options", [(), ("--all",)])
def test_an_exported_change_that_was_taken_in_is_no_difference(
    environment: Variables, shipped: dict[str, Entry], tmp_path: Path, options: tuple[str, ...]
) -> None:
    publish(environment, NEW, base=shipped)
    folder = tmp_path / "export"
    knowledge(environment, "export", str(folder), *options)

    told = knowledge(environment, "diff", str(folder))

    assert told.stdout == "the database says what the files say\n", told.stderr


def test_an_upgrade_that_touched_the_same_entry_is_named(
    environment: Variables, shipped: dict[str, Entry]
) -> None:
    now = shipped["view-vs-reshape"]
    older = now.model_copy(update={"question": "How was it asked before?"})
    ours = now.model_copy(update={"short": "Said by us."})
    publish(environment, ours, base={"view-vs-reshape": older})

    told = knowledge(environment, "diff")
    [as_json] = json.loads(knowledge(environment, "diff", "--json").stdout)

    first, *_, last = told.stdout.splitlines()
    assert first.startswith("~ view-vs-reshape: short (edited by Ines, ")
    assert last == "! view-vs-reshape: an upgrade changed it too; an instructor decides in chat"
    assert (as_json["slug"], as_json["conflict"]) == ("view-vs-reshape", True)


def test_an_upgrade_that_says_the_same_is_no_difference(
    environment: Variables, shipped: dict[str, Entry]
) -> None:
    now = shipped["view-vs-reshape"]
    older = now.model_copy(update={"question": "How was it asked before?"})
    publish(environment, now, base={"view-vs-reshape": older})

    assert knowledge(environment, "diff").stdout == "the database says what the files say\n"


def test_nothing_written_is_nothing_to_export(environment: Variables, tmp_path: Path) -> None:
    folder = tmp_path / "export"

    told = knowledge(environment, "diff")
    exported = knowledge(environment, "export", str(folder))

    assert told.stdout == "the database says what the files say\n"
    assert (exported.returncode, pages_in(folder)) == (0, [])


def test_a_file_is_no_folder_to_export_into(environment: Variables, tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("precious")

    done = knowledge(environment, "export", str(target))

    assert done.returncode == 2
    assert "expected a folder to write into" in done.stderr
    assert target.read_text() == "precious"
