"""Who gets in, for how long, and what they may see."""

from datetime import timedelta

import pytest

from tests.tutor.views.simulated import INES, MEMBERS, NOW, OTHERS, OTTO
from tests.web.entering import init_data
from web.app import LARGEST_FORM, TABS
from web.guard import HEADERS

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def entered(http, store, who: int = INES) -> None:
    answer = await http.post("/enter", data={"t": await store.web.offer(who, NOW)})
    assert answer.status_code == 200


async def test_a_link_lets_in_once_and_only_by_a_press(http, store, cohort, clock) -> None:
    link = await store.web.offer(INES, NOW)
    for _ in range(2):  # a preview, and the person
        assert "Enter" in (await http.get("/enter", params={"t": link})).text
    clock.pass_by(9 * MINUTE)

    assert f"/c/{cohort.id}" in (await http.post("/enter", data={"t": link})).text
    again = await http.post("/enter", data={"t": link})
    assert (again.status_code, "was used" in again.text) == (403, True)


async def test_a_link_is_good_for_ten_minutes_and_is_no_session(http, store, clock) -> None:
    link = await store.web.offer(INES, NOW)
    assert await store.web.who(link, NOW) is None
    clock.pass_by(10 * MINUTE)

    assert (await http.post("/enter", data={"t": link})).status_code == 403


@pytest.mark.usefixtures("cohort")
async def test_a_session_ends_after_twelve_hours(http, store, clock) -> None:
    await entered(http, store)
    clock.pass_by(12 * HOUR - MINUTE)
    assert (await http.get("/")).status_code == 200
    clock.pass_by(MINUTE)
    assert (await http.get("/")).status_code == 401


@pytest.mark.usefixtures("cohort")
async def test_who_signs_out_is_out_and_so_is_who_says_so_in_chat(http, store) -> None:
    await entered(http, store)
    session = http.cookies["unsqueeze_session"]
    assert "signed out" in (await http.post("/out")).text
    assert await store.web.who(session, NOW) is None

    await entered(http, store)
    await store.web.end_all(INES)
    assert (await http.get("/")).status_code == 401


async def test_telegram_vouches_for_somebody_for_an_hour(http, cohort, clock) -> None:
    said = init_data(INES, NOW)
    assert f"/c/{cohort.id}" in (await http.post("/app", data={"init_data": said})).text
    clock.pass_by(HOUR + MINUTE)
    assert (await http.post("/app", data={"init_data": said})).status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        init_data(INES, NOW, token="1234567:another"),
        init_data(INES, NOW + MINUTE),
        init_data(OTTO, NOW).replace(str(OTTO), str(INES)),
        init_data(INES, NOW).partition("&hash")[0],
        "hash=%F0%28&user=%00\ud800".encode(errors="replace").decode(),
        "",
    ],
    ids=["another bot's", "of the future", "changed", "unsigned", "garbage", "nothing"],
)
async def test_what_telegram_has_not_signed_lets_nobody_in(http, said: str) -> None:
    assert (await http.post("/app", data={"init_data": said})).status_code == 403


async def test_a_form_from_another_site_does_nothing(http, store) -> None:
    link = {"t": await store.web.offer(INES, NOW)}
    for theirs in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "", "Origin": "https://example.org"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
    ):
        assert (await http.post("/enter", data=link, headers=theirs)).status_code == 403
    ours = {"Sec-Fetch-Site": "", "Origin": str(http.base_url).rstrip("/")}
    assert (await http.post("/enter", data=link, headers=ours)).status_code == 200


async def test_whoever_does_not_teach_a_class_is_not_told_of_it(http, store, cohort) -> None:
    theirs = (await store.cohorts.taught_by(OTTO))[0].cohort
    await entered(http, store)

    views = [path for path, _, _ in TABS]
    wanted = [f"/c/{number}{view}" for number in (theirs.id, 999, 10**30) for view in views]
    wanted += [f"/c/{theirs.id}/learner/{OTHERS[0]}", f"/c/{cohort.id}/learner/{OTHERS[0]}"]
    answers = [await http.get(path) for path in wanted]
    assert {each.status_code for each in answers} == {404}
    assert len({each.text for each in answers}) == 1


async def test_a_page_is_of_the_class_it_names_wherever_its_teacher_is(http, store, cohort) -> None:
    other = await store.cohorts.create("Another", INES, NOW)
    await entered(http, store)

    assert "L07" in (await http.get(f"/c/{cohort.id}/topics")).text
    assert "L07" not in (await http.get(f"/c/{other.id}/topics")).text
    assert (await http.get(f"/c/{cohort.id}/learner/{MEMBERS[6]}")).status_code == 200


async def test_every_answer_is_guarded_and_a_form_bounded(http) -> None:
    large = {"t": "x" * LARGEST_FORM}
    answers = [
        await http.get("/nothing"),
        await http.get("/"),
        await http.get("/static/style.css"),
        await http.post("/enter", data=large),
        await http.post("/enter", headers={"Sec-Fetch-Site": "cross-site"}),
    ]
    assert [each.status_code for each in answers] == [404, 401, 200, 413, 403]
    wanted = HEADERS.items()
    assert [each.url for each in answers if any(each.headers[it] != to for it, to in wanted)] == []


async def test_a_cookie_is_for_the_browser_alone(http, store) -> None:
    link = {"t": await store.web.offer(INES, NOW)}
    answer = await http.post("/enter", data=link, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_the_page_counts_what_waits_for_an_answer(http, store, cohort) -> None:
    await entered(http, store)
    assert "1 in all" in (await http.get(f"/c/{cohort.id}/unanswered")).text
