"""What a site asks of programs (robots.txt, RFC 9309), kept for as long as the program runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from riwaya.fetch.exchange import Forbidden, Hop, Passing, host_of
from riwaya.model.errors import PageError
from riwaya.read.decode import decode
from riwaya.read.httpmessage import BodyFault, body_of

LIMIT = 512 * 1024
"""As much of a robots.txt is read."""

_CLIENT_ERRORS = range(400, 500)
_OK = 200


@dataclass(frozen=True)
class Rules:
    """What one site asks: `parsed` by protego; None where nothing may be fetched, for the reason given."""

    parsed: Any
    reason: str | None = None


class Robots:
    """The rules of the sites met so far. `ask` fetches an address, redirects followed."""

    def __init__(self, ask: Callable[[str], Hop], agent: str) -> None:
        self._ask, self._agent = ask, agent.partition("/")[0]
        self._known: dict[str, Rules] = {}

    def fault(self, url: str) -> str | None:
        """Why an address may not be fetched, or None."""
        rules = self._of(url)
        if rules.reason:
            return rules.reason
        return None if rules.parsed.can_fetch(url, self._agent) else "robots.txt of the site asks not to fetch it"

    def delay(self, url: str) -> float:
        """The seconds that the site wants between two requests."""
        rules = self._of(url)
        return float(rules.parsed.crawl_delay(self._agent) or 0.0) if rules.parsed else 0.0

    def _of(self, url: str) -> Rules:
        site = host_of(url)
        if site not in self._known:
            self._known[site] = self._fetched(f"{site}/robots.txt")
        return self._known[site]

    def _fetched(self, url: str) -> Rules:
        """The rules at an address: none where the site has none; nothing is allowed where it cannot say."""
        from protego import Protego

        try:
            response = self._ask(url).response
            text = decode(url, body_of(response, LIMIT)) if response.status == _OK and response.body else ""
        except (Passing, BodyFault) as fault:
            return Rules(None, f"robots.txt of the site cannot be read: {fault}")
        except Forbidden as fault:
            return Rules(None, fault.reason)
        except PageError as fault:
            return Rules(None, f"robots.txt of the site cannot be read: {fault.reason}")
        if response.status == _OK or response.status in _CLIENT_ERRORS:
            return Rules(Protego.parse(text))
        return Rules(None, f"robots.txt of the site cannot be read: status {response.status}")
