"""What GeoReport v2 speaks, as the specification names it, and how that is written as JSON and as XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from xml.etree import ElementTree

from sync.central.json_text import canonical

OPEN, CLOSED = "open", "closed"
TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of request that is taken; `metadata` says that its definition has more to ask."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str
    keywords: str
    group: str


@dataclass(frozen=True, slots=True)
class Value:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question of a service; with `variable` false it is only something to read."""

    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str
    order: int
    description: str
    values: Sequence[Value] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    service_code: str
    attributes: Sequence[Attribute]


@dataclass(frozen=True, slots=True)
class Filed:
    service_request_id: str
    service_notice: str
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """`lat`, `long`, `zipcode` and `media_url` are never told: an idea is shown with its kelurahan alone."""

    service_request_id: str
    status: str
    status_notes: str
    service_name: str
    service_code: str
    description: str | None
    agency_responsible: str
    requested_datetime: str
    updated_datetime: str
    address: str
    address_id: str
    service_notice: str | None = None
    expected_datetime: str | None = None
    zipcode: str | None = None
    lat: str | None = None
    long: str | None = None
    media_url: str | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """`code` is the HTTP status again, as in the specification's examples."""

    code: int
    description: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    specification: str
    url: str
    changeset: str
    type: str
    formats: Sequence[str]


@dataclass(frozen=True, slots=True)
class Discovery:
    changeset: str
    contact: str
    key_service: str
    endpoints: Sequence[Endpoint]


ROOTS: dict[type, str] = {
    Service: "services",
    Definition: "service_definition",
    Filed: "service_requests",
    Request: "service_requests",
    Error: "errors",
    Discovery: "discovery",
}
_ONE_OF = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(shape: type, content: Any, form: str) -> bytes:
    """One message, or a list of them, as `json` or `xml`. A list is an array in JSON and has a root in XML."""
    if form == "json":
        return canonical(content)
    root = _element(
        ROOTS[shape], [asdict(one) for one in content] if isinstance(content, list) else asdict(content)
    )
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _element(name: str, content: Any) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(content, dict):
        element.extend(_element(key, value) for key, value in content.items())
    elif isinstance(content, (list, tuple)):
        element.extend(_element(_ONE_OF[name], one) for one in content)
    elif content is not None:
        element.text = str(content).lower() if isinstance(content, bool) else _NO_XML.sub("", str(content))
    return element
