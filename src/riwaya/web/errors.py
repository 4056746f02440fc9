"""What is answered when something goes wrong: JSON with a message under /api, a page elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from riwaya.model.errors import RiwayaError, StoreError, UsageError
from riwaya.web.site import Site
from riwaya.web.templating import render


def register(app: FastAPI) -> None:
    """Make an application answer errors in this way."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(RiwayaError, _failed)


def _refused(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    detail = fault.detail if isinstance(fault, HTTPException) else str(fault)
    headers = fault.headers if isinstance(fault, HTTPException) else None
    return answer(request, status, str(detail), headers)


def _misread(request: Request, fault: Exception) -> Response:
    found = fault.errors() if isinstance(fault, RequestValidationError) else []
    if any(tuple(one["loc"]) == ("path", "language") for one in found):
        return answer(request, 404, "Not Found")
    return answer(request, 422, "; ".join(_stated(found)))


def _failed(request: Request, fault: Exception) -> Response:
    """A query that makes no sense is the visitor's, a record that cannot be read is ours."""
    status = 400 if isinstance(fault, UsageError) else 503 if isinstance(fault, StoreError) else 500
    return answer(request, status, str(fault))


def answer(request: Request, status: int, message: str, headers: Any = None) -> Response:
    """An error in the form that the address asks for."""
    served = isinstance(getattr(request.app.state, "site", None), Site)
    if request.url.path.startswith("/api") or not served:
        return JSONResponse({"status": status, "message": message}, status, headers=headers)
    response = render(request, "error.html", status=status, code=status, message=message)
    response.headers.update(headers or {})
    return response


def _stated(faults: Sequence[Any]) -> list[str]:
    return [f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}" for fault in faults]
