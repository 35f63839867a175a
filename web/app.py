"""The page as an application: who may enter, and what each address shows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from progress.cohorts.cohort import Cohort, day_at
from progress.periods import Period, back
from progress.stores.cohorts.web_store import LASTS, SESSION
from progress.stores.progress_store import ProgressStore
from tutor.curation.desk import InstructorsOnly
from tutor.views.values import NoSuchMember
from tutor.views.views import Views
from web.guard import Guarded
from web.overview import overview
from web.vouched import vouched_for

COOKIE = "unsqueeze_session"
LARGEST_FORM = 16_384
DAYS = {"7d": 7, "30d": 30, "90d": 90}
USUAL = "30d"
# Each with whether it is about a period: the others are about now.
TABS = (
    ("", "Overview", True),
    ("/stuck", "Stuck now", False),
    ("/risk", "At risk", False),
    ("/exercises", "Exercises", True),
    ("/topics", "Topics × learners", False),
    ("/unanswered", "Unanswered", True),
)
_TEMPLATES = Environment(
    loader=PackageLoader("web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_SIGN_IN = "Send /web to the bot: it gives you a link that lets you in."
_LINK_GONE = "This link was used, or is older than ten minutes. Send /web to the bot for a new one."
_NOT_VOUCHED = "Telegram does not vouch for this any more. Close the page and open it again."
_NOT_HERE = "There is no such page, or it is about a class that you do not teach."
_FROM_ELSEWHERE = "That came from another site's page, so nothing was done."


@dataclass(frozen=True, slots=True)
class Site:
    """What the page is made of; without a bot's token nobody enters from within Telegram."""

    store: ProgressStore
    views: Views
    titles: Callable[[], Mapping[str, str]]
    url: str
    bot_token: str
    clock: Callable[[], datetime]

    @property
    def is_https(self) -> bool:
        return self.url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody who teaches the class asked to see of it."""

    who: int
    cohort: Cohort
    path: str
    days: str
    period: Period
    learner: int


Show = Callable[[Site, Asked], Awaitable[Response]]


def app(site: Site) -> Guarded:
    """Every answer is guarded, also one that says that something is not there."""
    ways = [
        Route("/", _bound(site, _classes)),
        Route("/enter", _bound(site, _ask), methods=["GET"]),
        Route("/enter", _bound(site, _enter), methods=["POST"]),
        Route("/app", _bound(site, _mini_app), methods=["GET"]),
        Route("/app", _bound(site, _enter_mini_app), methods=["POST"]),
        Route("/out", _bound(site, _sign_out), methods=["POST"]),
        *(Route("/c/{cohort:int}" + path, _bound(site, _of_class(show))) for path, show in _SHOWN),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    told = {HTTPException: _told}
    return Guarded(Starlette(routes=ways, exception_handlers=told), _refused, site.url)


_refused = HTMLResponse(
    _TEMPLATES.get_template("said.html").render(said=_FROM_ELSEWHERE, who=None), 403
)


def _bound(
    site: Site, show: Callable[[Site, Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    async def shown(request: Request) -> Response:
        return await show(site, request)

    return shown


def _of_class(show: Show) -> Callable[[Site, Request], Awaitable[Response]]:
    """Whoever does not teach a class is not told that there is one."""

    async def shown(site: Site, request: Request) -> Response:
        who, number = await _person(site, request), request.path_params["cohort"]
        for each in await site.store.cohorts.taught_by(who):
            if each.cohort.id == number:
                return await show(site, _asked(request, who, each.cohort, site.clock()))
        raise HTTPException(404, _NOT_HERE)

    return shown


def _asked(request: Request, who: int, cohort: Cohort, now: datetime) -> Asked:
    named = request.query_params.get("period", "")
    days = named if named in DAYS else USUAL
    period = back(day_at(now), DAYS[days])
    learner = request.path_params.get("learner", 0)
    return Asked(who, cohort, request.url.path, days, period, learner)


async def _told(_request: Request, error: Exception) -> Response:
    status, said = (
        (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    )
    return _page("said.html", status, said=_NOT_HERE if said == "Not Found" else said, who=None)


# Coming in and going.


async def _ask(_site: Site, request: Request) -> Response:
    """Only a press uses a link up: what shows a preview of it in a chat opens it as well."""
    return _page("enter.html", token=request.query_params.get("t", ""), who=None)


async def _enter(site: Site, request: Request) -> Response:
    session = await site.store.web.enter(await _field(request, "t"), site.clock())
    if session is None:
        raise HTTPException(403, _LINK_GONE)
    return _let_in(site, session, framed=False)


async def _mini_app(_site: Site, _request: Request) -> Response:
    return _page("mini_app.html", who=None)


async def _enter_mini_app(site: Site, request: Request) -> Response:
    said = await _field(request, "init_data")
    who = vouched_for(said, site.bot_token, site.clock()) if site.bot_token else None
    if who is None:
        raise HTTPException(403, _NOT_VOUCHED)
    return _let_in(site, await site.store.web.begin(who, site.clock()), framed=site.is_https)


async def _sign_out(site: Site, request: Request) -> Response:
    await site.store.web.end(request.cookies.get(COOKIE, ""))
    gone = _page("said.html", said=f"You are signed out. {_SIGN_IN}", who=None)
    gone.delete_cookie(COOKIE)
    return gone


def _let_in(site: Site, session: str, *, framed: bool) -> Response:
    """In Telegram's web client the page is a guest of another site's."""
    let_in = RedirectResponse("/", 303)
    let_in.set_cookie(
        COOKIE,
        session,
        max_age=int(LASTS[SESSION].total_seconds()),
        httponly=True,
        secure=site.is_https,
        samesite="none" if framed else "lax",
    )
    return let_in


async def _person(site: Site, request: Request) -> int:
    who = await site.store.web.who(request.cookies.get(COOKIE, ""), site.clock())
    if who is None:
        raise HTTPException(401, _SIGN_IN)
    return who


async def _field(request: Request, name: str) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise HTTPException(413, "That is more than a form here can hold.")
    found = parse_qs(body.decode(errors="replace"))
    return found.get(name, [""])[0]


# What there is to see.


async def _classes(site: Site, request: Request) -> Response:
    who = await _person(site, request)
    taught = await site.store.cohorts.taught_by(who)
    return _page("classes.html", taught=taught, who=who)


def _figures(template: str) -> Show:
    """What sums over the class tell, which name nobody."""

    async def show(site: Site, asked: Asked) -> Response:
        found = await site.views.report(asked.cohort, site.clock(), asked.period)
        seen = overview(found.statistics, site.titles())
        return _view(template, asked, seen=seen, waiting=found.waiting)

    return show


async def _exercises(site: Site, asked: Asked) -> Response:
    views = site.views.of(asked.cohort.id)
    return _seen("exercises.html", asked, await views.exercises(asked.who, asked.period))


async def _stuck(site: Site, asked: Asked) -> Response:
    views = site.views.of(asked.cohort.id)
    return _seen("stuck.html", asked, await views.stuck(asked.who, site.clock()))


async def _at_risk(site: Site, asked: Asked) -> Response:
    views = site.views.of(asked.cohort.id)
    return _seen("at_risk.html", asked, await views.at_risk(asked.who, site.clock()))


async def _topics(site: Site, asked: Asked) -> Response:
    views = site.views.of(asked.cohort.id)
    return _seen("topics.html", asked, await views.topics(asked.who, site.clock()))


async def _learner(site: Site, asked: Asked) -> Response:
    views = site.views.of(asked.cohort.id)
    return _seen("learner.html", asked, await views.learner(asked.who, asked.learner, site.clock()))


def _seen(template: str, asked: Asked, seen: object) -> Response:
    if isinstance(seen, InstructorsOnly | NoSuchMember):
        raise HTTPException(404, _NOT_HERE)
    return _view(template, asked, seen=seen)


def _view(template: str, asked: Asked, **shown: Any) -> Response:
    return _page(template, asked=asked, who=asked.who, tabs=TABS, periods=DAYS, **shown)


def _page(template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    return HTMLResponse(_TEMPLATES.get_template(template).render(**shown), status)


_SHOWN: tuple[tuple[str, Show], ...] = (
    ("", _figures("overview.html")),
    ("/unanswered", _figures("unanswered.html")),
    ("/exercises", _exercises),
    ("/stuck", _stuck),
    ("/risk", _at_risk),
    ("/topics", _topics),
    ("/learner/{learner:int}", _learner),
)
