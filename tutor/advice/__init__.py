"""Advice on an error: what its own words leave out, in those of the code that raised it.

`on_error.words` is the way in: the error's message, or what says it better. It asks the tables of
all other modules, the surest first. A row names the errors that it is for, by type and message, and
has words for them, or a function that reads the code around (an `around.Broken`) and may find none.

The modules by what they are for:

- The way in, and what a table is: on_error, table.
- What stands around the expression that raised it: around, unpacking (what a line takes apart),
  own_words (whether it raised it itself).
- Slips that this expression shows by itself: slips, no_gradient.
- A line that is no Python: syntax, repairs (tried before they are told).
- Python: imports, elsewhere (names of other languages and libraries), no_functions (what is called
  and is none), limits (files, a command line, memory), calls (brackets that were forgotten),
  counting (loops), texts, truth (of many values).
- What torch is given: arguments, brackets (round sizes and axes), shapes, sizes, joined (tensors to
  be one), lists, inputs (numbers and arrays).
- What torch gives: results, gradients.
- Models: modules, classes (in the place of what they make), losses, data.
"""
