"""The service's OpenAPI document, made from the models that check what crosses the wire."""

import json
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from sandbox.protocol import LEARNER_HEADER, RunRequest, RunResult
from sandbox.service.intake import BODY_BYTES, LEARNER_CHARACTERS, Problem
from sandbox.supervisor.supervisor import Health

_ADAPTERS: Final[tuple[TypeAdapter[Any], ...]] = tuple(
    TypeAdapter(model) for model in (RunRequest, RunResult, Problem, Health)
)
_PROBLEMS: Final = {
    400: "No JSON object in UTF-8.",
    408: "The body came too slowly.",
    413: f"A body of more than {BODY_BYTES} bytes.",
    415: "Another media type than JSON.",
    422: "JSON that is no RunRequest.",
    429: "Too busy.",
    503: "No process could be had for the snippet; it was not run.",
}
_RETRY_AFTER: Final = {
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    }
}


def _schemas() -> dict[str, Any]:
    _, made = TypeAdapter.json_schemas(
        [(number, "validation", adapter) for number, adapter in enumerate(_ADAPTERS)],
        ref_template="#/components/schemas/{model}",
    )
    found: dict[str, Any] = made["$defs"]
    return found


def _json(model: type) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"application/json": {"schema": reference}}


def _problem(status: int) -> dict[str, Any]:
    headers = {"headers": _RETRY_AFTER} if status in {429, 503} else {}
    return {"description": _PROBLEMS[status], "content": _json(Problem), **headers}


def _run() -> dict[str, Any]:
    learner = {
        "name": LEARNER_HEADER,
        "in": "header",
        "description": "Who asks, opaquely: learners take turns, however much one of them asks.",
        "schema": {"type": "string", "maxLength": LEARNER_CHARACTERS},
    }
    answers = {200: {"description": "What became of it.", "content": _json(RunResult)}}
    answers |= {status: _problem(status) for status in _PROBLEMS}
    return {
        "operationId": "run",
        "summary": "Run a snippet.",
        "parameters": [learner],
        "requestBody": {"required": True, "content": _json(RunRequest)},
        "responses": {str(status): answer for status, answer in answers.items()},
    }


def _health() -> dict[str, Any]:
    return {
        "operationId": "health",
        "summary": "Whether a snippet would be run now.",
        "responses": {
            "200": {"description": "It would.", "content": _json(Health)},
            "503": {"description": "It would not; why.", "content": _json(Health)},
        },
    }


def _text(operation: str, summary: str, kind: str) -> dict[str, Any]:
    content = {kind: {"schema": {"type": "object" if kind.endswith("json") else "string"}}}
    found = {"200": {"description": summary, "content": content}}
    return {"operationId": operation, "summary": summary, "responses": found}


@cache
def document() -> bytes:
    """As JSON, OpenAPI 3.1."""
    paths = {
        "/v1/run": {"post": _run()},
        "/healthz": {"get": _health()},
        "/metrics": {"get": _text("metrics", "What Prometheus reads.", "text/plain")},
        "/openapi.json": {"get": _text("openapi", "This document.", "application/json")},
    }
    made = {
        "openapi": "3.1.0",
        "info": {"title": "Unsqueeze sandbox", "version": "1"},
        "paths": paths,
        "components": {"schemas": _schemas()},
    }
    return json.dumps(made).encode()
