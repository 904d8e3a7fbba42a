"""The routes of figures.py: how an area stands, for the screen and on paper."""

from __future__ import annotations

from fastapi import APIRouter, Response

from sync.central import figures, figures_pdf
from sync.central.api import CallerOf, CentreOf, json_reply
from sync.central.description import binary
from sync.protocol.figures import AreaFigures

router = APIRouter(tags=["figures"])


@router.get("/v1/figures/{area}.pdf", response_class=Response, responses=binary("application/pdf"))
def print_figures(area: str, centre: CentreOf, who: CallerOf) -> Response:
    """The same on paper, each figure with what it means."""
    content = figures_pdf.sheet_of(centre, who, area)
    name = f'attachment; filename="laporan-{area}.pdf"'
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": name})


@router.get("/v1/figures/{area}", response_model=AreaFigures)
def read_figures(area: str, centre: CentreOf, who: CallerOf) -> Response:
    """Figures of the caller's area or of one inside it: this year up to today, and the same days a year before."""
    return json_reply(figures.read(centre, who, area))
