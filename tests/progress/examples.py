"""Learners and what they do, for every test of progress."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from progress.events import Event, Kind, Sender, Turn
from progress.inbox import Claimant

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ADA = Sender(7_000_000_001, "Ada")
BOB = Sender(2, "Bob")
A_BOT = Claimant(70, "a process")


def turn(
    update_id: int | None,
    *kinds: Kind,
    sender: Sender = ADA,
    at: datetime = NOON,
    bot_id: int = A_BOT.bot_id,
) -> Turn:
    """A turn about broadcasting that caused these kinds."""
    made = Turn(sender, at, update_id, bot_id=bot_id)
    for kind in kinds:
        made.record(kind, slug="broadcast-rules", topic="broadcasting", text="how?")
    return made


def asked(
    update_id: int, outcome: Kind, *, topic: str, sender: Sender = ADA, at: datetime = NOON
) -> Turn:
    """A question and what became of it."""
    made = Turn(sender, at, update_id)
    made.record(Kind.ASKED, text="how?")
    made.record(outcome, topic=topic, slug=f"{topic}-rules", text="How?")
    return made


def ran(
    update_id: int, error: str | None, *, topic: str | None = None, sender: Sender = ADA
) -> Turn:
    """A snippet that was run; `error` is what it raised."""
    made = Turn(sender, NOON, update_id)
    outcome = "error" if error else "ok"
    made.record(Kind.RAN, topic=topic, outcome=outcome, error=error, seconds=0.25)
    return made


ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "outcome": st.sampled_from(["ok", "error", "timeout"]) | ANY_TEXT,
        "error": st.none() | st.sampled_from(["RuntimeError", "ValueError"]) | ANY_TEXT,
        "confidence": st.floats(),
        "right": st.booleans(),
    },
)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(Kind),
    telegram_user_id=st.integers(1, 3),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 5), timezones=st.timezones()),  # noqa: DTZ001
    update_id=st.none() | st.integers(1, 8),
    slug=st.none() | st.sampled_from(["one", "two"]) | ANY_TEXT,
    topic=st.none() | st.sampled_from(["shapes", "autograd"]) | ANY_TEXT,
    text=st.none() | st.sampled_from(["Why?", "why"]) | ANY_TEXT,
    detail=DETAILS,
)
