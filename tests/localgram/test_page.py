"""The page in a real browser, with a small bot behind it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from localgram.app import LocalServer
from localgram.state import CLASS, INSTRUCTOR, LEARNER
from tests.browser import ARGUMENTS, CHROMIUM, needs_browser
from tests.localgram.conftest import TOKEN
from tests.localgram.methods.test_sending import picture

HOSTILE = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"

pytestmark = needs_browser

Context = ContextTypes.DEFAULT_TYPE


async def echo(update: Update, _context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await message.set_reaction("👀")
    kind = "edited" if update.edited_message else "said"
    code = [e.language for e in message.entities if e.type == "pre"]
    await message.reply_text(
        f"{kind} {code} {message.text}",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]]),
    )


async def more(update: Update, _context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Here is more")
    await update.callback_query.edit_message_text("much more")


async def start(update: Update, _context: Context) -> None:
    assert update.message is not None
    await update.message.reply_text("welcome")


@pytest.fixture
async def echo_bot(server: LocalServer) -> AsyncIterator[None]:
    app = Application.builder().token(TOKEN).base_url(server.bot_api_url).build()
    app.add_handlers(
        [
            CommandHandler("start", start),
            MessageHandler(filters.TEXT, echo),
            CallbackQueryHandler(more),
        ]
    )
    async with app:
        assert app.updater is not None
        await app.bot.set_my_commands([("start", "Begin"), ("me", "Progress")])
        await app.start()
        await app.updater.start_polling()
        yield
        await app.updater.stop()
        await app.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, server: LocalServer) -> AsyncIterator[Page]:
    """A phone, whose page must not complain about anything, its own policy included."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(server.page_url)
    await expect(page.locator("#status")).to_have_text("bot")
    yield page
    assert complaints == []


async def test_a_conversation(page: Page, echo_bot: None) -> None:
    """Send, write code, press a button, edit with the arrow up: all as a person would."""
    del echo_bot
    said, answers = page.locator("[data-from=user]"), page.locator("[data-from=bot]")

    await page.get_by_role("button", name="Start").tap()
    await expect(answers.last).to_contain_text("welcome")

    await page.locator("#composer").fill("hello")
    await page.locator("#composer").press("Enter")
    await expect(answers.last).to_contain_text("said [] hello")
    await expect(said.last.locator(".reaction")).to_have_text("👀")

    await answers.last.locator("button[data-callback=more]").tap()
    await expect(page.locator("#toast")).to_have_text("Here is more")
    await expect(answers.last).to_contain_text("much more")
    await expect(answers.last.locator(".keyboard")).to_have_count(0)

    await page.locator("#composer").press("ArrowUp")
    await expect(page.locator("#composer")).to_have_value("hello")
    await page.locator("#composer").fill("goodbye")
    await page.locator("#send").tap()
    await expect(answers.last).to_contain_text("edited [] goodbye")
    await expect(said.last).to_contain_text("goodbye")
    await expect(said.last.locator(".edited")).to_be_visible()


async def test_code_is_written_highlighted_and_edited_as_code(page: Page, echo_bot: None) -> None:
    del echo_bot
    composer, answers = page.locator("#composer"), page.locator("[data-from=bot]")

    await page.locator("#code").tap()
    await composer.press_sequentially("for x in y:")
    await composer.press("Enter")
    await composer.press_sequentially("print(x)")
    await page.locator("#send").tap()

    said = page.locator("[data-from=user]").last
    await expect(said.locator("pre")).to_have_text("for x in y:\n    print(x)")
    await expect(said.locator(".py-keyword")).to_have_text(["for", "in"])
    await expect(answers.last).to_contain_text("said ['python']")

    await said.locator("button.edit").tap()
    await expect(composer).to_have_value("```python\nfor x in y:\n    print(x)\n```")
    await composer.press("Escape")
    await expect(composer).to_have_value("")


async def test_entities_are_rendered_and_hostile_text_stays_text(page: Page, bot: Bot) -> None:
    text = f"bold secret run 😀 link {HOSTILE}"
    entities = [
        MessageEntity("bold", 0, 4),
        MessageEntity("spoiler", 5, 6),
        MessageEntity("pre", 12, 3, language=HOSTILE),
        MessageEntity("text_link", 19, 4, url="javascript:alert(1)"),
    ]

    await bot.send_message(LEARNER, text, entities=entities)

    message = page.locator("article").last
    await expect(message.locator("strong")).to_have_text("bold")
    await expect(message.locator("pre")).to_have_text("run")
    await expect(message).to_contain_text(HOSTILE)
    await expect(message.locator("a, script, .text img")).to_have_count(0)
    await message.locator(".spoiler").tap()
    await expect(message.locator(".revealed")).to_have_text("secret")
    await expect(page).to_have_title("Local bot")


async def test_files_pictures_and_replies(page: Page, bot: Bot) -> None:
    sent = await bot.send_photo(LEARNER, picture(), caption="loss")
    await bot.send_document(LEARNER, b"x" * 2048, filename="output.txt")
    await bot.send_message(LEARNER, "see above", reply_parameters=ReplyParameters(sent.id))

    await page.locator(".photo img").tap()
    await expect(page.locator("#viewer")).to_be_visible()
    await page.locator("#viewer").get_by_label("Close").tap()
    await expect(page.locator("#viewer")).to_be_hidden()
    await expect(page.locator(".document")).to_contain_text("output.txt2.0 KB")
    async with page.expect_download() as download:
        await page.locator(".document").click()
    assert (await download.value).suggested_filename == "output.txt"
    await expect(page.locator(".quoted")).to_contain_text("loss")


async def test_a_file_is_attached(page: Page, bot: Bot) -> None:
    await page.locator("#attach").set_input_files(
        {"name": "code.py", "mimeType": "text/x-python", "buffer": b"print(1)"}
    )

    await expect(page.locator("[data-from=user] .document")).to_contain_text("code.py8 bytes")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None


async def test_each_person_has_a_chat(page: Page, bot: Bot) -> None:
    await bot.send_message(INSTRUCTOR, "for Ines")

    instructor = page.locator("[data-identity=instructor]")
    await expect(instructor).to_have_class("unread")
    await expect(page.locator("article")).to_have_count(0)
    await instructor.tap()
    await expect(page.locator("article")).to_contain_text("for Ines")
    await page.reload()
    await expect(page.locator("article")).to_contain_text("for Ines")


async def test_the_class_is_a_chat_for_both(page: Page, bot: Bot) -> None:
    await bot.send_message(CLASS, "good morning")

    group = page.locator("[data-identity=class]")
    await expect(group).to_have_class("unread")
    await group.tap()
    await expect(page.locator("article")).to_contain_text("good morning")
    await expect(page.locator("#composer")).to_have_attribute("placeholder", "Ask @local_bot")
    await page.locator("#composer").fill("hello from Lena")
    await page.locator("#send").tap()

    await page.locator("[data-identity=instructor]").tap()
    await group.tap()
    await page.locator("#composer").fill("hello from Ines")
    await page.locator("#send").tap()

    await expect(page.locator("article .author")).to_have_text(["Lena", "Ines"])
    await expect(page.locator("article button.edit")).to_have_count(1)
    updates = await bot.get_updates()
    said = [update.message for update in updates if update.message]
    assert [(m.chat.id, m.from_user.id) for m in said if m.from_user] == [
        (CLASS, LEARNER),
        (CLASS, INSTRUCTOR),
    ]
    await page.reload()
    await expect(page.locator("article")).to_have_count(3)


async def test_commands_are_offered_and_sent(page: Page, echo_bot: None) -> None:
    del echo_bot
    await page.locator("#composer").fill("/s")
    await expect(page.locator("#menu button")).to_have_text(["/startBegin"])

    await page.locator("#menu button").tap()

    await expect(page.locator("[data-from=bot]").last).to_contain_text("welcome")


async def test_commands_that_are_set_while_one_is_typed_are_offered(page: Page, bot: Bot) -> None:
    await page.locator("#composer").fill("/s")
    await bot.set_my_commands([("start", "Begin"), ("me", "Progress")])

    await expect(page.locator("#menu button")).to_have_text(["/startBegin"])


async def test_deleted_messages_typing_and_polls(page: Page, bot: Bot) -> None:
    sent = await bot.send_message(LEARNER, "soon gone")
    await bot.send_chat_action(LEARNER, "typing")
    await expect(page.locator("#status")).to_have_text("typing…")

    await bot.delete_message(LEARNER, sent.id)
    await bot.send_poll(LEARNER, "Tea?", ["yes", "no"])

    await expect(page.locator("article")).to_have_count(1)
    await expect(page.locator("#status")).to_have_text("bot")
    await page.locator(".poll button").first.tap()
    await expect(page.locator(".poll small")).to_have_text(["1", "0"])
