"""Classes in the tutor: who may do what with which of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from progress.cohorts.cohort import Cohort, Staff, StaffRole, Taught, day_at
from progress.cohorts.wish import Change, End, Rename, Zone
from progress.events import Turn
from progress.people import Post, Role
from progress.stores.progress_store import ProgressStore
from tutor.curation.desk import InstructorsOnly


@dataclass(frozen=True, slots=True)
class Desk:
    """The class that a teacher is at, with what there is to know of it."""

    taught: Taught
    members: int
    staff: Sequence[Staff]
    ended: bool


@dataclass(frozen=True, slots=True)
class Classes:
    """All that somebody has to do with classes: the one they teach now, others, those they join."""

    desk: Desk | None
    others: Sequence[Taught]
    joined: Sequence[Cohort]
    may_make: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody is told before they join."""

    cohort: Cohort
    staff: Sequence[Staff]


@dataclass(frozen=True, slots=True)
class Joined:
    """They are in the class."""

    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Left:
    """They are in the class no longer."""

    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Ended:
    """The class is over: nobody joins it any more."""

    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Teaches:
    """Whoever teaches a class is no learner of it."""

    cohort: Cohort


@dataclass(frozen=True, slots=True)
class NoClass:
    """There is no such class, or not for them."""


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """Everybody is in the open class already; it is never changed, and nobody joins it."""


@dataclass(frozen=True, slots=True)
class LastOwner:
    """A class keeps one who owns it."""


@dataclass(frozen=True, slots=True)
class PastDay:
    """A class can't end before today."""


Refused = InstructorsOnly | OpenToAll | NoClass | PastDay | LastOwner

INVITED_FOR = timedelta(days=7)


class Classroom:
    """Makes, changes, joins and leaves classes; a button's class is looked up, never believed."""

    def __init__(self, store: ProgressStore) -> None:
        self._store = store
        self._cohorts = store.cohorts

    async def classes(self, turn: Turn) -> Classes:
        """The classes that somebody teaches or is in."""
        who = turn.sender.telegram_user_id
        taught = await self._cohorts.taught_by(who)
        return Classes(
            await self._desk(turn, taught[0]) if taught else None,
            taught[1:],
            await self._cohorts.joined_by(who),
            await self._is_instructor(who),
        )

    async def make(self, turn: Turn, name: str) -> InstructorsOnly | None:
        """Make a class; said again, as after a crash, it makes no second one of that name."""
        who = turn.sender.telegram_user_id
        if not await self._is_instructor(who):
            return InstructorsOnly()
        taught = await self._cohorts.at(who)
        is_made = taught and taught.cohort.name == name and taught.role is StaffRole.OWNER
        if taught is None or not is_made or _has_ended(turn, taught.cohort):
            await self._cohorts.create(name, who, turn.at)
        return None

    async def change(self, turn: Turn, change: Change) -> Refused | None:
        """Change the class that somebody is at."""
        taught = await self._cohorts.at(turn.sender.telegram_user_id)
        if taught is None or not taught.role.may_teach:
            return InstructorsOnly()
        cohort = taught.cohort
        if cohort.is_open:
            return OpenToAll()
        name, zone, ends_on = cohort.name, cohort.time_zone, cohort.ends_on
        match change:
            case Rename(name):
                pass
            case Zone(zone):
                pass
            case End(day):
                ends_on = day or cohort.today(turn.at)
                if ends_on < cohort.today(turn.at):
                    return PastDay()
        await self._cohorts.change(cohort.id, name=name, time_zone=zone, ends_on=ends_on)
        return None

    async def choose(self, turn: Turn, cohort_id: int) -> NoClass | None:
        """Let a class that somebody teaches be the one they are at."""
        taught = await self._taught(turn, cohort_id)
        if taught is None:
            return NoClass()
        await self._cohorts.choose(turn.sender.telegram_user_id, cohort_id, turn.at)
        return None

    async def to_share(self, turn: Turn, cohort_id: int) -> Cohort | Refused | Ended:
        """The class whose code a teacher wants to show to learners."""
        taught = await self._taught(turn, cohort_id)
        if taught is None:
            return NoClass()
        if not taught.role.may_teach:
            return InstructorsOnly()
        if taught.cohort.is_open:
            return OpenToAll()
        return Ended(taught.cohort) if _has_ended(turn, taught.cohort) else taught.cohort

    async def invitation(
        self, turn: Turn, code: str
    ) -> Invitation | Joined | Ended | Teaches | None:
        """What a class code opens, before anybody joins; None where no class has that code."""
        cohort = await self._cohorts.by_code(code)
        if cohort is None:
            return None
        staff = await self._cohorts.staff(cohort.id)
        if turn.sender.telegram_user_id in {each.telegram_user_id for each in staff}:
            return Teaches(cohort)
        if cohort in await self._cohorts.joined_by(turn.sender.telegram_user_id):
            return Joined(cohort)
        return Ended(cohort) if _has_ended(turn, cohort) else Invitation(cohort, staff)

    async def join(self, turn: Turn, code: str) -> Joined | Ended | Teaches | NoClass:
        """Join the class of a code: they have read what its teachers will see."""
        found = await self.invitation(turn, code)
        match found:
            case None:
                return NoClass()
            case Invitation(cohort):
                who, today = turn.sender.telegram_user_id, day_at(turn.at)
                await self._cohorts.join(cohort.id, who, today)
                return Joined(cohort)
            case _:
                return found

    async def leave(self, turn: Turn, cohort_id: int) -> Left | NoClass:
        """Leave a class; what was done in it stays in its sums."""
        who = turn.sender.telegram_user_id
        joined = {each.id: each for each in await self._cohorts.joined_by(who)}
        if cohort_id not in joined:
            return NoClass()
        await self._cohorts.leave(cohort_id, who, day_at(turn.at))
        return Left(joined[cohort_id])

    async def owned(self, turn: Turn, cohort_id: int) -> Desk | Refused:
        """A class with its staff, for who owns it; the operator sees to that of the open one."""
        taught = await self._taught(turn, cohort_id)
        if taught is None:
            return NoClass()
        if taught.cohort.is_open:
            return OpenToAll()
        is_owner = taught.role is StaffRole.OWNER
        return await self._desk(turn, taught) if is_owner else InstructorsOnly()

    async def invite_staff(self, turn: Turn, cohort_id: int, role: StaffRole) -> str | Refused:
        """A code that makes somebody an instructor or an assistant of the class."""
        desk = await self.owned(turn, cohort_id)
        if not isinstance(desk, Desk):
            return desk
        until, post = turn.at + INVITED_FOR, Post(cohort_id, role)
        return await self._store.create_invite(Role.LEARNER, until, turn.at, post)

    async def dismiss(self, turn: Turn, cohort_id: int, who: int) -> Desk | Refused:
        """Remove somebody from a class's staff; the class then."""
        desk = await self.owned(turn, cohort_id)
        if not isinstance(desk, Desk):
            return desk
        owners = [each.telegram_user_id for each in desk.staff if each.role is StaffRole.OWNER]
        if owners == [who]:
            return LastOwner()
        if who in {each.telegram_user_id for each in desk.staff}:
            await self._cohorts.dismiss(cohort_id, who, day_at(turn.at))
        return await self.owned(turn, cohort_id)

    async def role(self, telegram_user_id: int) -> Role:
        """What somebody may see, which their menu follows."""
        return await self._store.role(telegram_user_id)

    async def _desk(self, turn: Turn, taught: Taught) -> Desk:
        cohort = taught.cohort
        members = len(await self._cohorts.members(cohort.id))
        return Desk(taught, members, await self._cohorts.staff(cohort.id), _has_ended(turn, cohort))

    async def _taught(self, turn: Turn, cohort_id: int) -> Taught | None:
        taught = await self._cohorts.taught_by(turn.sender.telegram_user_id)
        return next((each for each in taught if each.cohort.id == cohort_id), None)

    async def _is_instructor(self, who: int) -> bool:
        return await self._store.role(who) is Role.INSTRUCTOR


def _has_ended(turn: Turn, cohort: Cohort) -> bool:
    return cohort.has_ended(cohort.today(turn.at))
