"""The polls as they stand now, which many messages may show."""

from itertools import count

from localgram.wire import Wire, bad_request

# A demo may run for months; of more polls than that, the oldest take no more votes.
MOST_POLLS = 1_000


class Polls:
    def __init__(self) -> None:
        self._numbers = count(1)
        self._polls: dict[str, Wire] = {}

    def keep(self, content: Wire) -> Wire:
        """Give a poll its id and keep it; the oldest goes where there are too many."""
        poll = {"id": str(next(self._numbers)), **content}
        self._polls[poll["id"]] = poll
        if len(self._polls) > MOST_POLLS:
            del self._polls[next(iter(self._polls))]
        return poll

    def open(self, message: Wire) -> Wire:
        """The poll that a message shows, as it stands now; refused where it takes no votes."""
        poll = self._polls.get(message.get("poll", {}).get("id"))
        if poll is None:
            raise bad_request("message with poll to stop not found")
        if poll["is_closed"]:
            raise bad_request("poll has already been closed")
        return poll
