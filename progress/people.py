"""Invite codes: 128 random bits, shown once, kept only as a hash, good for one person. Pure."""

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from progress.cohorts.cohort import StaffRole

# Who learns here, and who may see how a class is doing.


class Role(StrEnum):
    """What someone may see. Everyone starts as a learner; an invite code makes an instructor."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"


@dataclass(frozen=True, slots=True)
class Learner:
    """Someone who wrote to the tutor; the Telegram id is the identity, the name is decoration."""

    telegram_user_id: int
    name: str
    role: Role
    first_seen: datetime
    last_seen: datetime


CODE_BYTES = 16
WRONG_TRIES = 5
WRONG_TRIES_WITHIN = timedelta(hours=1)
_GROUP = 6


@dataclass(frozen=True, slots=True)
class Post:
    """A place on the staff of a class, which its owner gives by a code."""

    cohort_id: int
    role: StaffRole


class Rejection(StrEnum):
    """Why a code was not taken."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    TOO_MANY_TRIES = "too_many_tries"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The code was taken; whoever sent it has this role now."""

    role: Role
    post: Post | None = None


@dataclass(frozen=True, slots=True)
class InviteRejected:
    """The code was not taken, and nothing changed but the number of wrong tries."""

    reason: Rejection


Redemption = Redeemed | InviteRejected


@dataclass(frozen=True, slots=True)
class Invite:
    """What is on record about a code."""

    role: Role
    expires_at: datetime
    used_by: int | None
    post: Post | None = None


def code_from(random_bytes: bytes) -> str:
    """Write random bytes so that they can be read aloud: capitals and 2 to 7, in groups of six."""
    letters = b32encode(random_bytes).decode().rstrip("=")
    groups = (letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
    return "-".join(groups)


def code_hash(code: str) -> str:
    """Hash a code for storing. 128 random bits need no salt and no slow hash."""
    plain = "".join(filter(str.isalnum, code.upper()))
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def judged(invite: Invite | None, who: int, role: Role | None, now: datetime) -> Redemption:
    """Say what a code is worth to someone of a role. Their own one, sent again, is still theirs.

    A bot that was killed after the code was taken handles the same message once more. It does not
    bring back a role that another code has ended.
    """
    if invite is None:
        return InviteRejected(Rejection.UNKNOWN)
    if invite.used_by is not None:
        is_done = invite.used_by == who and invite.role is role
        return Redeemed(invite.role, invite.post) if is_done else InviteRejected(Rejection.USED)
    if now >= invite.expires_at:
        return InviteRejected(Rejection.EXPIRED)
    return Redeemed(invite.role, invite.post)
