"""What was meant by a paste that Python does not read as it stands; pure, and without torch.

`reading.read` asks each of the others what it knows of the line that Python complains of, and has
Python read what they make of it, until that is code. All lines stay where they were.

The modules by what they are for:

- The way through them: reading.
- What surrounds code: fences (of Markdown), markup (of pages and forums), directives (of
  reStructuredText), diffs, gutter (line numbers), output (below a program).
- What it was typed at: prompts (of Python and IPython), cells (of notebooks on pages), commands (of
  notebooks and terminals).
- What Python would take for its own: signs.
- For all of them: meant (what each of them makes), literals (texts and comments in what is no
  Python), statements (what is code, and what an answer or prose), printing (what may have printed),
  ends (how far each goes).
"""
