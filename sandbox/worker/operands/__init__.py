"""Which part of a line failed, and what its parts held: by doing again what may be done again.

- Which part it was: `failing`, and `truth` where several were asked for their truth; `inner_layer`
  for the layer inside of a call that ran several.
- Doing again: `replay`, node by node; `evaluation` of one node; `pure`, what may be done at all;
  `replaced`, whether a learner changed that; `stand_in`, on what; `boxes`, lists of tensors.
- Whether names still hold what they held: `moment`, of all frames; `way_out`, past what the error
  came through; `steady`, after a call in the line itself.
- What an augmented assignment left, where every line is traced: `target`.
"""
