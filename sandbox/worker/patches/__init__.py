"""What is put into Python and its libraries, where their usual way would fail here.

- Another way is taken, without a word: `other_ways`, `private_maps`, `callers`, `unraisable`.
- Clear words are said: `refusals`, `keyboard`, `pretended`.
"""
