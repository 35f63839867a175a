"""What can be sent or pressed, a module for each: it asks the tutor, and has the outcome said.

`bot/app.py` lists the handlers in the order they are asked; replies are worded in bot/render.

The modules by what they are for:

- Before all others: overtaken, writing (what goes into an answer in the making), questionnaires.
- A text without a command: question, sent_code (where it is code, or has comments that ask).
- Code: code (a block, /run, a file), draw, timing, trace.
- Pages and what has been done so far: start, topics, me.
- Buttons: button (learners'), run_button (code without a fence), curation_button (instructors').
- For instructors: join, stats, unanswered, entry, conflicts.
- Drafts: drafts (the whole of one, from its beginning to its end), draft_parts (one part of it).
- Whatever is left: other (no text at all), failure (an error of ours).
"""
