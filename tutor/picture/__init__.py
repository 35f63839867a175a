"""Pictures of tensors: code in, facts about it, a scene out, a PNG painted elsewhere.

`expression` finds what to draw in a learner's code, `probe` asks the sandbox what it holds, and
`choose` picks the drawing. Only `paint` loads matplotlib, and only the process of `__main__` loads
`paint`.

The modules by what they are for:

- What is drawn of the code: expression, computation (all of it, as a graph), inplace.
- What is known of it: facts, probe.
- Programs of ours that the sandbox runs: memory, looking, backward.
- Which drawing suits: choose.
- A drawing for each kind of operation: broadcasting, equation (whether it comes out as by hand),
  matmul, einsum, reduction, joining, storage (views and copies), plain (any other).
- Gradients: graph, layers (where its nodes stand).
- One tensor: tensor, lattice (a sheet of cells), deck (of such sheets), axes, numbers.
- Sizes side by side: table.
- What a scene is made of: marks, piece, measure (text: how wide it is, and how it fits).
- Painting: paint, theme, wire (to the painter and back).
"""
