"""The knowledge base as a static site: entries in, files out; writing them is left to others.

`build` puts the files together, `entry` and `index` are the two kinds of page, `prose` turns
Markdown into HTML, and `search` says what the browser searches. Pages work opened from a folder:
no server, no network, and without JavaScript too, but for the search.
"""
