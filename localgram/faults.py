"""Faults on order: what a test wants to go wrong with the next requests."""

from dataclasses import dataclass

from localgram.updates import TWO_POLLS
from localgram.wire import Refused, Wire, without_nones

ANY_METHOD = "*"

_DESCRIPTIONS = {
    400: "Bad Request: a fault was ordered",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: TWO_POLLS,
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` requests for a method, after letting `after` pass."""

    method: str
    status: int | None
    retry_after: int | None
    description: str | None
    delay: float
    lost: bool
    """The request takes effect, but its answer is replaced by the error."""
    after: int
    times: int

    @property
    def refusal(self) -> Refused | None:
        if self.status is None:
            return None
        wait = self.retry_after or (1 if self.status == 429 else None)
        usual = f"Too Many Requests: retry after {wait}" if wait else _usual(self.status)
        parameters = without_nones({"retry_after": wait})
        return Refused(self.status, self.description or usual, parameters)


def _usual(status: int) -> str:
    return _DESCRIPTIONS.get(status, f"Error {status}")


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._ordered.append(fault)

    def clear(self) -> None:
        self._ordered = []

    def take(self, method: str) -> Fault | None:
        """The fault that a request of this method meets; None where none was ordered or is due.

        One time of the fault is used up by that.
        """
        for fault in self._ordered:
            if fault.method.lower() in (ANY_METHOD, method.lower()):
                return self._use(fault)
        return None

    def pending(self) -> list[Wire]:
        return [{"method": f.method, "status": f.status, "times": f.times} for f in self._ordered]

    def _use(self, fault: Fault) -> Fault | None:
        if fault.after:
            fault.after -= 1
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._ordered.remove(fault)
        return fault
