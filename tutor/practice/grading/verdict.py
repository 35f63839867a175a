"""What a submission was found to be worth."""

from dataclasses import dataclass

from tutor.practice.grading.counterexample import Counterexample


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome`: passed, wrong, refused (by a rule of the exercise), or how its run ended.

    `mistake` names which typical one it behaves like; `line` is one of the submission's. Of one
    that passed, `beside_model` compares it with the model solution. One that `is_unfit` has nothing
    to judge, and is no try.
    """

    outcome: str
    feedback: str
    line: int | None = None
    mistake: str | None = None
    counterexample: Counterexample | None = None
    beside_model: str = ""
    is_unfit: bool = False

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"
