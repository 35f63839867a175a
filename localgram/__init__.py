"""A Telegram Bot API server for one machine, with a chat page in the browser.

A bot's request comes through `bot_api` to one of the `methods`, what people do through `user_api`
to one of the `actions`. Both work on the `state`, and the page hears of it by the `feed`.

The modules by what they are for:

- The whole: server (runs within a program or a test), app, guard (against other web sites).
- The bot's side: bot_api, call (one request), methods, faults (on order).
- What a request may hold: shapes, text, keyboard.
- How the bot hears: updates, webhook.
- The people's side: user_api, orders (as JSON), actions, typed (what an app makes of keys), feed.
- What there is: state, people, history, files, polls, profile.
- What both sides send: wire.
"""
