"""The tutor in Telegram: updates come in, one handler takes each, and a reply goes out.

`app.handlers` lists every handler in the order they are asked; `service` keeps them connected.

The modules by what they are for:

- The whole: app, service, signals (how it is ended), profile (its menus in Telegram), faults (of
  an operator's set-up).
- What comes in: intake, webhook, ordering (who waits for whom), turns (until the commit).
- Whether it still does: heartbeat, upkeep (what is begun again whenever it fails).
- Requests to Telegram: request, rates.
- Which messages, and what is in them: masked (who writes as a group), filters, private,
  incoming, typed, styled, python_file, albums.
- What is told apart before the tutor is asked: talk, talk_phrases, talk_patterns, talk_templates,
  error_alone, address (what a link says), unfenced, whole_program, question_words, other_language,
  quoted.
- What a command works on: commanded.
- What is done about it: handlers (one module for each thing that can be sent or pressed), pressed.
- What is said: render (from outcomes to words), running (of every run), response.
- Pictures: painting (in a process of its own), chart.
- How it goes out: replies, photo (or a file), splitting, graphemes, decoration (that we are at
  it), links.
- What buttons say: callback_data, codec, curation_codec (of instructors).
- Buttons as they stand: keyboards, curation_keyboards, draft_keyboards, entry_keyboards.
"""
