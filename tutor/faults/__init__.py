"""Faults: what is surely wrong with code that nobody has run, by its shape alone. Pure.

`found.fault_in` is the way in. It asks one reader after another; each knows one mistake, and finds
nothing where the code may be meant otherwise. What a run ends in is `tutor.advice`'s.

- found (the way in), fault (what a reader finds), code (what readers ask of a program), bindings
  (which value a name surely has).
- The readers: gradients (how they come about, and where they stay away), training (models,
  optimisers, losses and how right a model is).
"""
