"""Serves a built bundle: precompressed, cached for ever under its version, strict about what a page may do."""

from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from sync.central.webapp.bundle import SAFETY_HEADERS, Bundle, BundleFile

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"


class WebApp:
    """An ASGI application to mount at the bundle's base path: `app.mount("/app", WebApp(bundle))`."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._under_version = f"v/{bundle.version}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method not in ("GET", "HEAD"):
            response: Response = Response(status_code=405, headers={"Allow": "GET, HEAD"})
        else:
            response = self._answer(_path(scope), request)
        response.headers.update(SAFETY_HEADERS)
        await response(scope, receive, send)

    def _answer(self, path: str, request: Request) -> Response:
        if path.startswith("v/"):
            return self._versioned(path, request)
        if path == "flutter_service_worker.js":
            return self._shell(path, "text/javascript; charset=utf-8")
        if path in self._bundle.files:
            return self._file(self._bundle.files[path], request, ASK_EACH_TIME)
        # A deep link is the app's own business; a missing picture or script is not.
        if Path(path).suffix:
            return Response(status_code=404)
        return self._shell("index.html", "text/html; charset=utf-8")

    def _versioned(self, path: str, request: Request) -> Response:
        name = path.removeprefix(self._under_version)
        if name == "bundle.json":
            return self._shell(path, "application/json", FOR_EVER)
        if name == path or name not in self._bundle.files:
            return Response(status_code=404)
        return self._file(self._bundle.files[name], request, FOR_EVER)

    def _shell(self, name: str, content_type: str, caching: str = ASK_EACH_TIME) -> Response:
        return FileResponse(
            self._bundle.folder / name, media_type=content_type, headers={"Cache-Control": caching}
        )

    def _file(self, file: BundleFile, request: Request, caching: str) -> Response:
        packed = file.is_packed and "br" in _encodings(request.headers)
        etag = f'"{file.sha256[:32]}{"-br" if packed else ""}"'
        headers = {"Cache-Control": caching, "ETag": etag, "Vary": "Accept-Encoding"}
        if etag in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=headers)
        stored = self._bundle.place(file)
        if packed:
            stored = stored.with_name(stored.name + ".br")
            headers["Content-Encoding"] = "br"
        return FileResponse(stored, media_type=file.content_type, headers=headers)


def _path(scope: Scope) -> str:
    """The path below the place where this is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")).lstrip("/")


def _encodings(headers: Mapping[str, str]) -> set[str]:
    accepted = headers.get("Accept-Encoding", "").split(",")
    return {name.split(";")[0].strip() for name in accepted if not name.replace(" ", "").endswith(";q=0")}
