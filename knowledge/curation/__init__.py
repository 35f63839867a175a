"""What instructors make of the entries: drafts, versions laid over what ships, and their history.

A draft is written part by part. Published, it is a version: these are only ever added, the newest
holds, and `overlay` lays it over the files that ship. `store` is the way in to the database, a
method for each transaction; nothing else here but its own parts knows SQL.

The modules by what they are for:

- An answer in the making: draft, edition (which state of it was shown), suitable (what may be a
  part of it), prose (Markdown from elsewhere).
- From a draft to an entry: compose, rebase (after somebody else was faster).
- Which entry a wording asks for: ownership.
- What holds: version, overlay.
- What differs from the files, and the files themselves: difference, page_text.
- Questions asked in vain: cluster (those that ask the same), handled.
- The database: store, draft_store, message_store, version_store, tables.
"""
