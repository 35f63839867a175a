"""The pages in a real browser: nothing of a learner's runs, and everybody can read them."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, async_playwright, expect

from tests.browser import ARGUMENTS, CHROMIUM, needs_browser
from tests.tutor.views.simulated import INES, MEMBERS, NOW
from tests.web.entering import init_data

pytestmark = needs_browser
VIEWS = ("Overview", "Stuck now", "At risk", "Exercises", "Topics × learners", "Unanswered")


@pytest.fixture(params=["light", "dark"])
async def page(request, address) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(
            base_url=address,
            color_scheme=request.param,
            bypass_csp=False,
            viewport={"width": 375, "height": 700},
        )
        page.set_default_timeout(30_000)
        faults: list[str] = []
        page.on("console", lambda it: faults.append(it.text) if it.type == "error" else None)
        page.on("pageerror", lambda it: faults.append(str(it)))
        yield page
        await browser.close()
        assert faults == []


@pytest.mark.usefixtures("cohort")
async def test_a_phone_shows_each_view_and_nothing_in_it_runs(page, store) -> None:
    await page.goto(f"/enter?t={await store.web.offer(INES, NOW)}")
    await page.get_by_role("button", name="Enter").press("Enter")
    await page.get_by_role("link", name="Tuesdays").press("Enter")
    for name in VIEWS:
        await page.get_by_role("link", name=name).press("Enter")
        await expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        await _is_sound(page)
    await expect(page.get_by_text("onerror").last).to_contain_text("12×")
    for named in ("Overview", "Questions by topic as a table"):
        await page.get_by_text(named).press("Enter")
    row = page.get_by_role("row", name="Not known").first
    assert (await row.get_by_role("cell").all_inner_texts())[2] == "12"

    await page.get_by_role("link", name="Topics").press("Enter")
    members = page.get_by_role("region").get_by_role("link")
    await expect(members).to_have_count(len(MEMBERS))
    await members.first.press("Enter")
    await expect(page.get_by_role("heading", name="The last thirty days")).to_be_visible()
    await _is_sound(page)
    await page.get_by_role("button", name="Sign out").press("Enter")
    await expect(page.get_by_text("You are signed out")).to_be_visible()


@pytest.mark.usefixtures("cohort")
async def test_a_mini_app_needs_no_press(page) -> None:
    await page.goto(f"/app#tgWebAppData={quote(init_data(INES, NOW))}&tgWebAppVersion=9.1")

    await expect(page.get_by_role("link", name="Tuesdays")).to_be_visible()
    await _is_sound(page)


async def _is_sound(page: Page) -> None:
    """Nothing ran, nothing serious for those who see or move otherwise, nothing to scroll aside."""
    await page.wait_for_load_state("load")  # its style may come after its words
    assert "pwned" not in await page.title() or "<script>" in await page.title()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 375
    found = (await Axe().run(page)).response["violations"]
    assert [it["id"] for it in found if it["impact"] in {"serious", "critical"}] == []
