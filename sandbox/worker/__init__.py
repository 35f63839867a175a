"""What runs inside: the zygote, its spares, and what a snippet meets in one of them.

The way of a snippet through the worker:

1. `zygote` has imported everything, and `litter` has forked a spare for it, which `spare` jailed
   and warmed. The request comes by `channel`, and `claim.claim_of` makes its answer.
2. What Python can read and ends in an expression is compiled by `execute.at_once`, unless every
   line's values are wanted: then `trace` puts itself between. All else is read by `pasted.read`,
   for which `sandbox.paste` takes off what a paste brings along where Python can't read it.
3. `execute.execute` runs it as its own `__main__`, and keeps the value of a last expression.
4. If it raised, `hints` adds what a learner needs here, `report.described` tells the place, the
   words and what that line held, and `complaint` writes the traceback on stderr.
5. `tensors` and `figures` say what it left. The claim goes back by `channel`, `leaving` does what
   Python does at the end of a program, and the process ends.

The modules by what they are for:

- The zygote: zygote, preload, library, litter; kept_builtins, which no snippet changes for us;
  forks, so that they cost little.
- A spare's life: spare, rehearsal, channel, streams, given, depth, claim, leaving.
- Running: pasted, execute, reserve (for when memory is full), attempt (what catches all that is
  raised); patches, where the usual way would fail here.
- What is told of an error: report, complaint, steps, stack, hints, full_memory; names, of those
  that were misspelt; operands, of what the line held; source.
- Every line's values, where wanted: trace.
- What it left, and what is kept of a tensor: tensors, figures, facts, storage, written;
  bare, of what nobody can change.
"""
