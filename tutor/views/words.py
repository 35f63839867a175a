"""Views in words: why a learner is stuck or at risk, what helps, and what they did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.exercises.exercise import Exercise
from progress.events import Event, Kind
from progress.views.standing import Fallen, Quiet, Risk
from progress.views.stuck import AsksInVain, FailsExercise, FailsRuns, Reason
from tutor.library import Library
from tutor.views.values import Happened, Nudge, Why

MOST_ERRORS = 5
SHOWN_OF_LETTER = 80

_DID: Mapping[Kind, str] = {
    Kind.ANSWERED: "read “{page}”",
    Kind.CHOSEN: "opened “{page}”",
    Kind.SUGGESTED: "was offered pages for: {text}",
    Kind.ABSTAINED: "had no answer to: {text}",
    Kind.HELPFUL: "found “{page}” helpful",
    Kind.UNHELPFUL: "found “{page}” not helpful",
}
# What to do next, the most urgent first.
_FOLLOWING: Mapping[str, str] = {
    "stuck": "{n} stuck: /stats, Stuck now, has what to send them.",
    "at_risk": "{n} at risk: /stats, At risk, says why.",
    "unanswered": "{n} unanswered: /unanswered lists what nobody could answer.",
}


def following(found: Mapping[str, int]) -> tuple[str, ...]:
    """What to do next, each with its command; nothing where all goes well."""
    return tuple(said.format(n=found[name]) for name, said in _FOLLOWING.items() if found[name])


def beginning(letter: str) -> str:
    """How a letter begins, without the line above it that says who speaks."""
    return " ".join(letter.partition("\n")[2].split())[:SHOWN_OF_LETTER]


@dataclass(frozen=True, slots=True)
class Words:
    """Names things as instructors know them."""

    library: Library
    exercises: Mapping[str, Exercise]

    @property
    def topics(self) -> Iterable[str]:
        return self.library.topics

    def topic(self, topic: str) -> str:
        return self.library.title(topic)

    def why(self, reason: Reason) -> Why:
        """A reason, and what to send about it in one tap."""
        return Why(self._reason(reason), self._nudge(reason))

    def risk(self, risk: Risk) -> str:
        match risk:
            case Quiet(days):
                return f"nothing for {days} days"
            case Fallen(before, now):
                return f"mastery fell from {before:.0%} to {now:.0%} in three weeks"
            case _:
                return self._reason(risk)

    def timeline(self, events: Iterable[Event]) -> Iterator[Happened]:
        """What happened, in words; what says nothing by itself is left out."""
        for event in events:
            if said := self._did(event):
                yield Happened(event.at, said)

    def errors(self, events: Iterable[Event]) -> tuple[str, ...]:
        """The errors that runs ended in, the latest last."""
        runs = (str(each.detail.get("error") or "") for each in events if each.kind is Kind.RAN)
        return tuple(filter(None, runs))[-MOST_ERRORS:]

    def _reason(self, reason: Reason) -> str:
        match reason:
            case FailsExercise(exercise, tries, mistake):
                said = self._mistake(exercise, mistake)
                return f"“{self._title(exercise)}”: {tries} tries, no pass" + (
                    f"; last: {said}" if said else ""
                )
            case FailsRuns(error, times):
                return f"the last {times} runs ended in {error}"
            case AsksInVain(topic, times):
                about = f" about {self.topic(topic)}" if topic else ""
                return f"{times} questions{about} without a good answer"

    def _nudge(self, reason: Reason) -> Nudge:
        match reason:
            case FailsExercise(exercise, _, mistake):
                known = self.exercises.get(exercise)
                page = next(filter(self.library.entry, known.pages if known else ()), "")
                said = self._mistake(exercise, mistake) or "This may help you on."
                return Nudge(f"About “{self._title(exercise)}”: {said}", page, exercise)
            case FailsRuns(error, _, page):
                kept = page if self.library.entry(page) else ""
                return Nudge(f"Your runs keep ending in {error}. {_ASK}", kept)
            case AsksInVain(topic, _):
                of = (each for each in self.exercises.values() if each.topic == topic)
                easiest = min(of, key=lambda each: each.level, default=None)
                name = easiest.id if easiest else ""
                about = f"about {self.topic(topic)}" if topic else "what I could not answer"
                said = f"You asked {about}."
                return Nudge(f"{said} {_TRY if name else _ASK}", exercise=name)

    def _did(self, event: Event) -> str:
        match event.kind:
            case Kind.RAN:
                error = event.detail.get("error")
                return f"ran code: {error or event.detail.get('outcome')}"
            case Kind.ATTEMPTED:
                return f"“{self._title(event.slug or '')}”: {self._came_to(event)}"
            case Kind.DRILLED:
                return "drilled: " + ("right" if event.detail.get("right") else "wrong")
            case kind:
                page = self.library.entry(event.slug or "")
                title = page.question if page else event.slug or ""
                return _DID.get(kind, "").format(page=title, text=event.text or "")

    def _came_to(self, event: Event) -> str:
        mistake = self._mistake(event.slug or "", str(event.detail.get("mistake") or ""))
        outcome = str(event.detail.get("outcome") or "").replace("_", " ")
        return mistake or outcome

    def _title(self, exercise: str) -> str:
        known = self.exercises.get(exercise)
        return known.title if known else exercise

    def _mistake(self, exercise: str, name: str) -> str:
        """A mistake in the exercise's own words; by its name where it has none."""
        known = self.exercises.get(exercise)
        said = {each.name: each.feedback for each in known.wrong} if known else {}
        return said.get(name, name)


_ASK = "Ask me about it, or send me the code, and we look at it together."
_TRY = "This exercise begins with the easy part of it."
