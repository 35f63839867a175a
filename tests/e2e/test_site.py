"""The shipped content as a site in a real browser, from its folder: no server, no network."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM, needs_browser

pytestmark = needs_browser

PHONE = {"width": 360, "height": 740}
ENTRY = "unsqueeze-for-broadcasting"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("site")
    command = ["knowledge", "site", str(root / "pages"), "--bot", "tensor_bot"]
    done = subprocess.run(
        [sys.executable, "-m", "unsqueeze", *command],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"UNSQUEEZE_DATA_DIR": str(root / "data")},
    )
    assert "what instructors changed in chat is not in it" in done.stderr
    yield root / "pages"
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone; whatever the console complains of fails the test, and so does a look outside."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=2)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda sent: faults.append(sent.url) if "http" in sent.url else None)
    yield page
    page.close()
    assert faults == []


def opened(page: Page, folder: Path, path: str) -> Page:
    page.goto(f"{folder.as_uri()}/{path}")
    return page


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("numpy newaxis trick", "index-as-unsqueeze"),
        ("per-sample vector images", ENTRY),
        ("unsqeeze brodcast", ENTRY),
        ("contig", "contiguous"),
        ("x[:, None]", "index-as-unsqueeze"),
        ("strides", "strides"),
    ],
)
def test_search_finds_an_entry_by_a_word_of_an_alias_a_prefix_or_a_typo(
    page: Page, folder: Path, typed: str, slug: str
) -> None:
    opened(page, folder, "index.html").fill("#query", typed)

    first = page.locator("#results a").first
    expect(first).to_have_attribute("href", f"entries/{slug}.html")
    expect(page.locator("#topics")).to_be_hidden()
    first.click()
    expect(page).to_have_url(re.compile(rf"entries/{slug}\.html$"))


def test_nothing_found_is_said_and_an_emptied_field_shows_the_topics(
    page: Page, folder: Path
) -> None:
    opened(page, folder, "index.html").fill("#query", "xylophone quartet")
    expect(page.locator("#status")).to_contain_text("Nothing found")

    page.fill("#query", "")

    expect(page.locator("#topics")).to_be_visible()
    expect(page.locator("#status")).to_be_empty()


def test_a_search_from_an_entrys_page_arrives_at_the_results(page: Page, folder: Path) -> None:
    opened(page, folder, f"entries/{ENTRY}.html").fill("#query", "einsum")
    page.press("#query", "Enter")

    expect(page.locator("#results a").first).to_contain_text("einsum")
    expect(page.locator("#query")).to_have_value("einsum")


def test_back_from_a_result_the_search_is_as_it_was_left(page: Page, folder: Path) -> None:
    opened(page, folder, "index.html?q=einsum").fill("#query", "C# & strides")
    page.locator("#results a").first.click()
    page.wait_for_url(re.compile("entries/"))

    page.go_back()

    expect(page.locator("#query")).to_have_value("C# & strides")
    expect(page.locator("#results a").first).to_contain_text("stride")
    page.fill("#query", "")
    expect(page).to_have_url(re.compile(r"index\.html$"))


def test_an_address_of_a_topic_stays_as_it_was_linked(page: Page, folder: Path) -> None:
    opened(page, folder, "index.html#autograd")

    expect(page).to_have_url(re.compile(r"index\.html#autograd$"))
    expect(page.locator("#autograd")).to_be_in_viewport()


def test_on_paper_no_code_is_cut_off_and_nothing_is_dark(page: Page, folder: Path) -> None:
    """Nobody scrolls there, and a dark background costs ink."""
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 718, "height": 1000})
    opened(page, folder, "entries/clip-gradients.html")

    scrolled = page.evaluate(
        "[...document.querySelectorAll('pre, .scroll')].filter(each => each.scrollWidth >"
        " each.clientWidth || getComputedStyle(each).overflowX !== 'visible').length"
    )
    assert scrolled == 0
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(251, 250, 247)"
    opened(page, folder, f"entries/{ENTRY}.html").locator("figure img").scroll_into_view_if_needed()
    expect(page.locator("figure img")).to_have_js_property("complete", True)
    assert not page.locator("figure img").evaluate("i => i.currentSrc").endswith("-dark.png")


def test_a_page_opens_its_entry_in_the_bot_and_copies_code_without_prompts(
    page: Page, folder: Path
) -> None:
    opened(page, folder, f"entries/{ENTRY}.html")
    page.evaluate(
        "document.addEventListener('copy', () => { copiedText = document.activeElement.value; });"
        "navigator.clipboard.writeText = () => Promise.reject();"
        "window.copiedText = '';"
    )

    page.locator(".copy").first.click()

    expect(page.locator(".copy").first).to_have_text("Copied")
    copied = page.evaluate("copiedText")
    assert copied.startswith("import torch\nm = torch.zeros(2, 3, dtype=torch.int64)\n")
    assert ">>>" not in copied
    expect(page.get_by_role("link", name="Open in the bot")).to_have_attribute(
        "href", f"https://t.me/tensor_bot?start=e-{ENTRY}"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_suits_the_background(page: Page, folder: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)

    opened(page, folder, f"entries/{ENTRY}.html")

    image = page.locator("figure img")
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    ending = "-dark.png" if scheme == "dark" else f"{ENTRY}.png"
    assert image.evaluate("image => image.currentSrc").endswith(ending)
    assert image.evaluate("image => image.naturalWidth") > 0
    assert image.get_attribute("alt")


def test_no_page_scrolls_sideways_on_a_phone(page: Page, folder: Path) -> None:
    wide = []
    for path in sorted(folder.rglob("*.html")):
        opened(page, folder, str(path.relative_to(folder)))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path.name)

    assert wide == []


def test_without_javascript_every_entry_is_still_a_link_away(
    browser: Browser, folder: Path
) -> None:
    page = browser.new_page(viewport=PHONE, java_script_enabled=False)
    page.goto((folder / "index.html").as_uri())

    links = page.locator("#topics a[href^='entries/']")

    assert links.count() == len(list((folder / "entries").glob("*.html")))
    expect(links.first).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()
    page.close()
