"""All that is kept about somebody, as a page to read and as data. Pure."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from progress.privacy.kept import Part

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
_HEAD = (
    '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>What I keep about you</title>\n'
    "<style>body{font:16px sans-serif;margin:2em}td,th{border:1px solid #999;padding:.2em .5em;"
    "text-align:left;white-space:pre-wrap}table{border-collapse:collapse}</style>\n"
    "<h1>What I keep about you</h1>\n"
)


def as_json(rows: Rows) -> str:
    return json.dumps(rows, default=str, ensure_ascii=False, indent=2)


def as_page(rows: Rows, parts: Sequence[Part]) -> str:
    """Every table once, under the first part that tells of it."""
    told: set[str] = set()
    said = [_HEAD]
    for part in parts:
        said.append(f"<h2>{escape(part.title)}</h2>\n<p>{escape(part.what)}</p>\n")
        here = [name for name in part.columns if name in rows and name not in told]
        said += [f"<h3>{escape(name)}</h3>\n{_table(rows[name])}" for name in here]
        told.update(here)
    return "".join(said)


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "<p>Nothing.</p>\n"
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    lines = ("".join(f"<td>{_cell(row.get(name))}</td>" for name in names) for row in rows)
    body = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return f"<table>\n<tr>{head}</tr>\n{body}</table>\n"


def _cell(value: object) -> str:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return "" if value is None else escape(str(value))
