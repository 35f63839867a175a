"""What learners and instructors can do, as front ends see it: no chat, no SQL, no torch.

`tutor.Tutor` holds all use cases but what instructors do to entries: that is `curation.Curation`.
What happened is noted in a turn, which whoever opened it commits; what is to be said comes back as
a value, and a front end words it.

The modules by what they are for:

- Both ways in: tutor, curation.
- What answers come from: library, shelf (where the library of now stands).
- A question and its answer: route (which way it is answered), ask, worded (in a page's very
  words), address (of a link that was sent), language.
- A question about code: complaint (whether one stands in its comments), faults (what is surely
  wrong with it), of_code (that, or the page that was asked for), beside (of the words that came
  with it).
- A message that follows on another: before (what was before it), followup, lead, choice.
- What buttons under an answer do: example, vote, instead, decline, retired.
- Running: run, pasted (code as the sandbox reads it).
- An error: advice (its words, from the code around it); error_page, error_cases (whose
  words say too little), error_section, explain (the page about it).
- What a line held, below that line: trace, parts, label, rows, clash, layer, error_message.
- Drawing: draw, diagram (of entries), picture (from facts to a scene to a PNG).
- Timing: timing, blocks, rounds.
- Programs of ours that the sandbox runs: sent (their rules), stopwatch, clocks, agreement.
- What was done so far: card (by a learner), stats (by a class).
- What instructors write: desk (what all of it stands on), writers, drafting, topic_named,
  unsuitable, preview, proof (a draft's code is run), rehearsal (examples in one session), keeping
  (of entries that are there).
- What was asked in vain: unanswered, open_questions, looked_up.
- Files of questions: questionnaires (from chat), importing.
"""
