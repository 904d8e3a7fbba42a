"""What /openapi.json says: generated from the protocol's own dataclasses, so that there is one model, not two."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from sync.protocol.problems import Code

_REF = "#/components/schemas/{model}"
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457 problem details. `code` is stable; `fields` says what is wrong with which path.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"enum": [code.text for code in Code]},
        "detail": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_PROBLEM_ANSWER = {
    "description": "A problem",
    "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}},
}
_NOT_OURS = ("HTTPValidationError", "ValidationError")
"""FastAPI's own shape for a bad query, which is never sent."""
_nested: dict[str, Any] = {"Problem": PROBLEM}


def documented(request_type: type, reply_type: type) -> dict[str, Any]:
    """`openapi_extra` of a call that reads its body itself."""
    return {
        "requestBody": {"required": True, "content": _content(request_type)},
        "responses": {"200": {"description": "Done", "content": _content(reply_type)}},
    }


def binary(*types: str) -> dict[int | str, dict[str, Any]]:
    """`responses` of a call that answers with bytes of one of these types."""
    return {200: {"description": "The bytes", "content": {each: {"schema": {}} for each in types}}}


def _content(message: type) -> dict[str, Any]:
    schema = TypeAdapter(message).json_schema(ref_template=_REF)
    _nested.update(schema.pop("$defs", {}))
    return {"application/json": {"schema": schema}}


def describe(app: FastAPI) -> None:
    """Complete what FastAPI says: messages inside messages, and that whatever goes wrong is a problem document."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _completed(made())
        return app.openapi_schema

    # FastAPI's own way of saying more: it asks the application for this method.
    app.openapi = openapi  # type: ignore[method-assign]


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    known = schema["components"]["schemas"]
    ours = {name: each for name, each in known.items() if name not in _NOT_OURS}
    schema["components"]["schemas"] = _nested | ours
    for path, calls in schema["paths"].items():
        if path.startswith("/v1/"):
            for call in calls.values():
                call["responses"].pop("422", None)
                call["responses"]["default"] = _PROBLEM_ANSWER
    return schema
