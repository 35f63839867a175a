"""Learners, what they did, and what is made of it.

`store.ProgressStore` is the way in: each of its methods is one transaction, in which the modules
whose names end in `_store` do the work, each for its noun. The others are values and rules without
a database. What an update causes is gathered in a `turn.Turn`; its events and the sums over them
are written at once.

The modules by what they are for:

- The whole: store, tables.
- What happened: turn, events, event_store.
- Sums over events: counts, rollups, wording (which questions are counted as one).
- Updates as they came in: inbox, inbox_store.
- Which messages answer which: reply_store.
- Who learns, and who sees a class: learner, learner_store, invites, invite_store.
- What one learner did so far: history, history_store, streak, mastery, suggestion (of what to read
  next).
- What a message or a press follows on: reading_store, vote_store.
- How a class is doing: statistics, statistics_store, csv_export.
- What was asked in vain: unmet, unmet_store.
"""
