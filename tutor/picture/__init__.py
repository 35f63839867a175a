"""Pictures of tensors: facts in, a scene out, a PNG painted elsewhere.

`marks` is what a scene is made of, `piece` puts scenes together, `lattice` and `tensor` draw one
tensor, and each kind of operation has a module of its own; `choose` picks among them. Only `paint`
loads matplotlib, and only the process of `__main__` loads `paint`.
"""
