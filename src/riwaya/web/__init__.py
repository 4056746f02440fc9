"""The record in a browser: pages for people, an HTTP API for programs."""

from riwaya.web.app import create_app
from riwaya.web.settings import Settings

__all__ = ["Settings", "create_app"]
