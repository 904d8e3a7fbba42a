"""GeoReport in `/openapi.json`: answers in both formats and the form of a filing, out of the dataclasses."""

from __future__ import annotations

from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter

from sync.central.open311.services import ABOUT_OFFICE, KELURAHAN, TITLE
from sync.central.open311.shapes import Error

Answers = dict[int | str, dict[str, Any]]

_SENT = {
    "service_code": "One of /services",
    "description": "The idea, up to 1,000 characters",
    "lat": "WGS84; with long, instead of the kelurahan's code",
    "long": "WGS84",
    "address_id": "The kelurahan's code, like the attribute",
    "address_string": "Added to the description",
    f"attribute[{TITLE}]": "The idea in one sentence, up to 100 characters",
    f"attribute[{KELURAHAN}]": "The kelurahan's code, 73.71.NN.1NNN",
    f"attribute[{ABOUT_OFFICE}]": "1 when the idea is about the kelurahan's own office",
}
_FORM = {
    "type": "object",
    "required": ["service_code", "description"],
    "properties": {name: {"type": "string", "description": told} for name, told in _SENT.items()},
}
FILING: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": _FORM}}}
}


def answers(shape: type, *, several: bool) -> Answers:
    """What a call answers: one message or a list of them, and GeoReport's errors for every other status."""
    done = GenericAlias(list, (shape,)) if several else shape
    return {
        200: {"description": "Done", "content": _content(done)},
        "default": {"description": "What is wrong", "content": _content(list[Error])},
    }


def _content(kind: Any) -> dict[str, Any]:
    schema = TypeAdapter(kind).json_schema()
    schema = _inlined(schema, schema.pop("$defs", {}))
    return {"application/json": {"schema": schema}, "text/xml": {"schema": {"type": "string"}}}


def _inlined(schema: Any, named: dict[str, Any]) -> Any:
    """With every reference replaced by what it refers to."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(named[schema["$ref"].rpartition("/")[2]], named)
        return {key: _inlined(value, named) for key, value in schema.items()}
    return [_inlined(one, named) for one in schema] if isinstance(schema, list) else schema
