import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    ChatMemberAdministrator,
    ChatMemberMember,
    MenuButtonCommands,
)
from telegram.error import BadRequest

from localgram.app import LocalServer
from localgram.state import CLASS, LEARNER
from tests.localgram.conftest import TOKEN


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()

    assert (me.id, me.username, me.is_bot) == (int(TOKEN.partition(":")[0]), "local_bot", True)


async def test_commands_are_kept_by_scope_and_shown_in_the_menu(
    bot: Bot, server: LocalServer
) -> None:
    await bot.set_my_commands([("start", "Begin")])
    await bot.set_my_commands([("me", "Progress")], scope=BotCommandScopeAllPrivateChats())

    assert [c.command for c in await bot.get_my_commands()] == ["start"]
    assert server.state.profile.menu() == [{"command": "me", "description": "Progress"}]
    await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())
    assert server.state.profile.menu() == [{"command": "start", "description": "Begin"}]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([("Start", "Begin")], "BOT_COMMAND_INVALID"),
        ([("start", "")], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([("start", "Begin")] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_wrong_commands_are_refused(
    bot: Bot, commands: list[tuple[str, str]], words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.set_my_commands(commands)


async def test_descriptions_fall_back_to_the_default_language(bot: Bot) -> None:
    await bot.set_my_name("Tutor")
    await bot.set_my_description("Explains")
    await bot.set_my_description("Erklärt", language_code="de")
    await bot.set_my_short_description("Short")

    assert (await bot.get_my_name()).name == "Tutor"
    assert (await bot.get_my_description("fr")).description == "Explains"
    assert (await bot.get_my_description("de")).description == "Erklärt"
    assert (await bot.get_my_short_description()).short_description == "Short"
    with pytest.raises(BadRequest, match="Short_description is too long"):
        await bot.set_my_short_description("x" * 121)


async def test_a_chat_has_its_members(bot: Bot) -> None:
    group = await bot.get_chat(CLASS)
    person = await bot.get_chat(LEARNER)

    assert (group.title, person.first_name) == ("Class", "Lena")
    assert await bot.get_chat_member_count(CLASS) == 3
    assert isinstance(await bot.get_chat_member(CLASS, LEARNER), ChatMemberMember)
    assert isinstance(await bot.get_chat_member(CLASS, bot.id), ChatMemberAdministrator)
    [administrator] = await bot.get_chat_administrators(CLASS)
    assert administrator.user.id == bot.id
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(LEARNER)


async def test_small_talk(bot: Bot) -> None:
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonCommands)
    assert (await bot.get_user_profile_photos(LEARNER)).total_count == 0
