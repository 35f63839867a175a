from knowledge.pages.entry import Entry
from knowledge.search.belief import Coefficients
from knowledge.search.fit.fit import STRANGERS, advice, changed, fingerprints


def reworded(entry: Entry) -> Entry:
    return entry.model_copy(update={"wordings": (*entry.wordings, "yet another way to ask")})


def test_the_shipped_fit_is_of_the_shipped_content(entries: tuple[Entry, ...]) -> None:
    """`make fit` when content has moved on too far."""
    assert advice(entries, Coefficients.shipped().fitted_on) is None


def test_a_reworded_entry_is_named(entries: tuple[Entry, ...]) -> None:
    fitted = fingerprints(entries)

    now = [reworded(entries[0]), *entries[1:]]

    assert changed(now, fitted) == (entries[0].slug,)
    assert advice(now, fitted) is None


def test_an_answer_in_other_words_changes_nothing(entries: tuple[Entry, ...]) -> None:
    fitted = fingerprints(entries)

    now = [entries[0].model_copy(update={"short": "Said otherwise."}), *entries[1:]]

    assert changed(now, fitted) == ()


def test_entries_come_and_go(entries: tuple[Entry, ...]) -> None:
    fitted = fingerprints(entries[1:])

    assert changed(entries[:-1], fitted) == tuple(sorted((entries[0].slug, entries[-1].slug)))


def test_many_changes_or_other_negatives_ask_for_a_fit(entries: tuple[Entry, ...]) -> None:
    fitted = fingerprints(entries)
    half = len(entries) // 2

    many = advice([*map(reworded, entries[:half]), *entries[half:]], fitted)
    other = advice(entries, fitted | {STRANGERS: "others"})

    assert many is not None
    assert f"{half} of {len(entries)}" in many
    assert other is not None
