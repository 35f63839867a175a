"""A class as its teachers see it, and what a learner reads before joining one."""

from collections.abc import Sequence
from io import BytesIO

import segno
from telegram import InlineKeyboardButton

from bot.buttons.learners import CAPTION_LENGTH, keyboard
from bot.cohorts.buttons import (
    AskDismissal,
    ChooseClass,
    ClassPress,
    Dismiss,
    HowToChange,
    HowToMake,
    InviteStaff,
    JoinClass,
    LeaveClass,
    ListOthers,
    NotNow,
    Share,
    ShowStaff,
    pack,
)
from bot.messages.typed import class_link
from bot.render.output import on_one_line
from bot.sending.response import Photo, Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, joined, paragraphs, plain, stacked
from progress.cohorts.cohort import Cohort, Staff, StaffRole
from progress.cohorts.wish import NAME_LENGTH, Misread
from tutor.cohorts.classroom import (
    Classes,
    Desk,
    Ended,
    Invitation,
    Joined,
    LastOwner,
    Left,
    NoClass,
    OpenToAll,
    PastDay,
    Refused,
    Teaches,
)
from tutor.curation.desk import InstructorsOnly

# A projector shows it to the last row.
QR_WIDTH = 1000
_QUIET_ZONE = 4

HOW_TO_JOIN = "Ask your instructor for a code, and send it like this: /join CODE"
NOT_JOINED = "You have joined nothing. The code stays good, should you change your mind."
_IN_NONE = f"You are in no class. {HOW_TO_JOIN}"
_WHAT_THEY_SEE = (
    "From today on (all of this day, in UTC) they see, by your name, what you ask, run and try. "
    "They never see earlier days, and other learners see nothing. You can leave by /class."
)
_MAKE = "Send the name of the new class like this:\n/class new Deep Learning, spring"
_CHANGE = (
    "Send what is to change:\n"
    "/class name NEW NAME\n"
    "/class ends 2027-02-28 – its last day; /class renew does the same\n"
    "/class close – today is its last day\n"
    "/class zone Europe/Berlin"
)
_OPEN = (
    "Everybody who has joined no class is in this one, so nobody is invited to it and it never "
    "changes. For learners of your own make a class:\n/class new Deep Learning, spring"
)
_MISREAD = {
    Misread.UNKNOWN: f"I don't know that about classes. /class shows yours.\n\n{_CHANGE}",
    Misread.NO_NAME: _MAKE,
    Misread.LONG_NAME: f"That name is too long: up to {NAME_LENGTH} characters, please.",
    Misread.NO_DAY: "I read a day as year, month and day, like this: /class ends 2027-02-28",
    Misread.NO_ZONE: "I don't know that time zone. Name it like this: /class zone Europe/Berlin",
}


def classes(found: Classes) -> Response:
    """The card of the class one is at, and the classes that one is in."""
    desk = found.desk
    text = paragraphs(_desk(desk) if desk else Styled(), _joined(found))
    leave = [[_button(f"Leave {each.name}", LeaveClass(each.id))] for each in found.joined]
    other = [_button("Other class", ListOthers())] if found.others else []
    new = [_button("New class", HowToMake())] if found.may_make else []
    return Response(text, keyboard(_changes(desk) if desk else [], [*other, *new], *leave))


def others(found: Classes) -> Response:
    """The other classes that one teaches, to choose one."""
    if not found.others:
        return Response(plain("You teach no other class."))
    rows = ([_button(each.cohort.name, ChooseClass(each.cohort.id))] for each in found.others)
    return Response(plain("Which class?"), keyboard(*rows))


def shared(cohort: Cohort, username: str) -> Response:
    """How learners join: a link, a code to type, and a QR code for the projector."""
    link = class_link(username, cohort.code)
    text = stacked(
        bold(f"Join {_name(cohort)}"),
        plain(link),
        joined((plain("or send me "), code(f"/join {cohort.code}"))),
    )
    return Response(text, attachments=(Photo(qr_code(link), link),))


def qr_code(link: str) -> bytes:
    """The link as PNG, wide enough for a projector."""
    made = segno.make(link, error="m", micro=False)
    narrow, _ = made.symbol_size(border=_QUIET_ZONE)
    png = BytesIO()
    made.save(png, kind="png", scale=-(-QR_WIDTH // narrow), border=_QUIET_ZONE)
    return png.getvalue()


def invitation(found: Invitation) -> Response:
    """What joining means, and the choice."""
    cohort = found.cohort
    text = paragraphs(
        bold(f"Join {_name(cohort)}?"),
        plain(f"Taught by {_names(found.staff)}."),
        plain(_WHAT_THEY_SEE),
    )
    choice = [_button("Join", JoinClass(cohort.code.lower())), _button("Not now", NotNow())]
    return Response(text, keyboard(choice))


def came_to(found: Joined | Left | Ended | Teaches | NoClass) -> Response:
    """What joining or leaving came to."""
    match found:
        case Joined(cohort):
            said = f"You are in {_name(cohort)}. /class shows your classes, and lets you leave."
        case Left(cohort):
            said = (
                f"You have left {_name(cohort)}. Its teachers see you no longer; what you did in "
                "it stays in its sums, without your name."
            )
        case Ended(cohort):
            said = f"{_name(cohort)} is over, so nobody joins it. Ask its teachers to renew it."
        case Teaches(cohort):
            said = f"You teach {_name(cohort)}, so you can't be a learner of it."
        case NoClass():
            said = "There is no such class for you any more. /class shows yours."
    return Response(plain(said))


def refused(why: Refused | Misread) -> Response:
    match why:
        case InstructorsOnly():
            said = "Only an instructor may do that, or only the class's owner. /class shows yours."
        case OpenToAll():
            said = _OPEN
        case LastOwner():
            said = "A class keeps one who owns it, so the last owner stays."
        case PastDay():
            said = "That day is over. To end the class today, send /class close"
        case NoClass():
            return came_to(why)
        case Misread():
            said = _MISREAD[why]
    return Response(plain(said))


def staff(desk: Desk) -> Response:
    """Who teaches a class, to its owner."""
    number = desk.taught.cohort.id
    listed = (plain(f"{_called(each)} – {each.role}") for each in desk.staff)
    invite = [
        _button(f"Invite an {role}", InviteStaff(number, role))
        for role in (StaffRole.INSTRUCTOR, StaffRole.ASSISTANT)
    ]
    remove = (
        [_button(f"Remove {_called(each)}", AskDismissal(number, each.telegram_user_id))]
        for each in desk.staff
    )
    title = bold(f"Teachers of {_name(desk.taught.cohort)}")
    return Response(stacked(title, *listed), keyboard(invite, *remove))


def staff_code(found: str, role: StaffRole) -> Response:
    """What an owner hands on."""
    said = plain(f"This makes one person an {role} of the class, within a week. Send it to them:")
    return Response(stacked(said, code(f"/join {found}")))


def asks_dismissal(desk: Desk, who: int) -> Response:
    """Asked once more: somebody loses what they see."""
    number = desk.taught.cohort.id
    name = next((_called(each) for each in desk.staff if each.telegram_user_id == who), "them")
    choice = [_button("Remove", Dismiss(number, who)), _button("Keep", ShowStaff(number))]
    said = f"Remove {name}? They see nothing of {_name(desk.taught.cohort)} any more."
    return Response(plain(said), keyboard(choice))


def how_to_make() -> Response:
    return Response(plain(_MAKE))


def how_to_change() -> Response:
    return Response(plain(_CHANGE))


def _desk(desk: Desk) -> Styled:
    cohort = desk.taught.cohort
    if cohort.is_open:
        return paragraphs(bold(_name(cohort)), plain(_OPEN))
    return stacked(
        bold(_name(cohort)),
        joined((plain("Code: "), code(cohort.code))),
        plain(f"Learners: {desk.members}"),
        plain(f"Taught by: {_names(desk.staff)}"),
        plain(_end_of(desk)),
        plain(f"Time zone: {cohort.time_zone}"),
    )


def _end_of(desk: Desk) -> str:
    day = desk.taught.cohort.ends_on
    if day is None:
        return "It has no end yet."
    return f"{'It is over since' if desk.ended else 'Its last day:'} {day:%d %b %Y}"


def _joined(found: Classes) -> Styled:
    if found.joined:
        return stacked(bold("You learn in"), *(plain(_name(each)) for each in found.joined))
    return Styled() if found.desk else plain(_IN_NONE)


def _changes(desk: Desk) -> list[InlineKeyboardButton]:
    taught = desk.taught
    if taught.cohort.is_open or not taught.role.may_teach:
        return []
    share = [] if desk.ended else [_button("Invite", Share(taught.cohort.id))]
    number, is_owner = taught.cohort.id, taught.role is StaffRole.OWNER
    staff = [_button("Instructors", ShowStaff(number))] if is_owner else []
    return [*share, *staff, _button("Change", HowToChange())]


def _names(staff: Sequence[Staff]) -> str:
    named = sorted(on_one_line(each.name) for each in staff if each.name.strip())
    return ", ".join(named) or "somebody who has told no name"


def _called(each: Staff) -> str:
    return on_one_line(each.name) or str(each.telegram_user_id)


def _name(cohort: Cohort) -> str:
    return on_one_line(cohort.name)


def _button(caption: str, press: ClassPress) -> InlineKeyboardButton:
    said = clipped(on_one_line(caption), CAPTION_LENGTH)
    return InlineKeyboardButton(said, callback_data=pack(press))
