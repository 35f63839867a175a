"""Forks that cost little: each costs what the kernel copies, and a child what it touches.

- How the zygote's memory is laid out: `early`, `heap`, `merging`, `code_pages`.
- What a child touches anyway, had at once: `pages`.
- What the kernel says and does of memory: `mappings`, `memory`.
"""
