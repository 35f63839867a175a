"""Polls and quizzes."""

from localgram.call import Call
from localgram.methods.sending import post
from localgram.state import State
from localgram.wire import Wire, bad_request, without_nones


async def send_poll(state: State, call: Call) -> Wire:
    options = [_option(*numbered) for numbered in enumerate(call.items("options"))]
    if not 1 <= len(options) <= 12:
        raise bad_request("poll must have from 1 to 12 options")
    question = call.text("question")
    if not 1 <= len(question) <= 300:
        raise bad_request("poll question must be non-empty and at most 300 characters long")
    settings = _settings(call)
    poll = state.polls.keep({"question": question, "options": options, **settings})
    return post(state, call, {"poll": poll})


async def stop_poll(state: State, call: Call) -> Wire:
    chat = state.people.chat(call.chat_id())
    message = state.history.find(chat["id"], call.number("message_id"), "with poll to stop")
    poll = state.polls.open(message)
    poll["is_closed"] = True
    state.edit(message, {"poll": poll, "reply_markup": None}, marked=False)
    state.updates.add("poll", poll)
    return poll


def _option(number: int, option: Wire | str) -> Wire:
    text = option if isinstance(option, str) else option["text"]
    if not 1 <= len(text) <= 100:
        raise bad_request("poll options must be non-empty and at most 100 characters long")
    return {"persistent_id": str(number), "text": text, "voter_count": 0}


def _settings(call: Call) -> Wire:
    correct = call.value("correct_option_ids")
    if correct is None and call.has("correct_option_id"):
        correct = [call.number("correct_option_id")]
    settings = {
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": str(call.fields.get("is_anonymous", True)).lower() != "false",
        "type": call.text("type") or "regular",
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting"),
        "members_only": call.flag("members_only"),
        "correct_option_ids": correct,
        "explanation": call.text("explanation") or None,
    }
    return without_nones(settings)
