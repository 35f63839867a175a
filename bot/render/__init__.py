"""From an outcome to what is said of it: text with entities, short enough for a phone.

What a handler's reply is made of, each from the value that the tutor returned. `bot/styled.py` is
what text with entities is, `bot/splitting.py` cuts it into messages.

The modules by what they are for:

- An answer: answer, followup, asides (where a message is no plain question), talk.
- A page: entry (as instructors see it; learners' is made by answer), markdown.
- A run: run, ending (its bold first line), trace, timing.
- What went wrong in it: explained (the page about it), misread (a line that is no Python), cause,
  complaints (what stands on stderr).
- What a program printed: screen (lines that were written over), visible (nothing that deceives).
- Cards: card (/me and /stats).
- What instructors see: instructors, unanswered, conflicts, difference.
- Answers in the making: draft, draft_decision, draft_list, asked_for (the next
  part), questionnaires.
- What is always said alike: words.
"""
