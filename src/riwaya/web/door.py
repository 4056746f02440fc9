"""The door: who a visitor is, and whether he may come in.

A record without accounts is open to whoever sits at this machine; he is an editor, under a name of his own
choice. Where there are accounts, or where the server listens to other machines, everybody logs in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote

from riwaya.model.account import Role, account_name
from riwaya.store.people import People
from riwaya.web.attempts import Attempts, network_of
from riwaya.web.passwords import Passwords
from riwaya.web.sessions import Sessions
from riwaya.web.settings import Settings

SESSION = "riwaya_session"
SECURE_SESSION = f"__Host-{SESSION}"
NAME = "riwaya_name"
_SPAN = timedelta(minutes=15)
_OF_ACCOUNT, _OF_ADDRESS = 10, 30


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: under which name and role acts are kept; `token` is what each write must bring along."""

    name: str
    role: Role
    token: str
    local: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """There were too many attempts: come back after some seconds."""

    seconds: int


class Door:
    """Lets people in and out. Kept for as long as the server runs."""

    def __init__(self, settings: Settings, people: People) -> None:
        self._settings, self._people = settings, people
        self.guarded = settings.guarded or bool(people.accounts())
        self._local_token = settings.token()
        self._sessions = Sessions(settings.token)
        self._passwords = Passwords(settings.token()) if self.guarded else None
        self._of_account = Attempts(_OF_ACCOUNT, _SPAN)
        self._of_address = Attempts(_OF_ADDRESS, _SPAN)

    def visitor(self, cookies: Mapping[str, str], secure: bool) -> Visitor | None:
        """Who brings these cookies; None for someone who must log in. Raises StoreError."""
        if not self.guarded:
            chosen = account_name(unquote(cookies.get(NAME, "")))
            return Visitor(chosen or self._settings.visitor, "editor", self._local_token, True)
        session = self._sessions.find(cookies.get(cookie_name(secure), ""), self._settings.now())
        account = self._people.account(session.account) if session else None
        if session is None or account is None or account.secret != session.secret:
            return None
        return Visitor(account.name, account.role, session.token, False)

    def enter(self, name: str, password: str, address: str) -> str | Wait | None:
        """The cookie of a new session; None for a wrong name or password, which take equally long."""
        now, known = self._settings.now(), account_name(name) or ""
        wait = self._of_address.wait(network_of(address), now) or self._of_account.wait(known, now)
        if wait or self._passwords is None:
            return Wait(wait) if wait else None
        account = self._people.account(known)
        if not self._passwords.right(account.secret if account else None, password) or account is None:
            return None
        self._of_account.forget(known)
        return self._sessions.begin(account.name, account.secret, now)

    def leave(self, cookies: Mapping[str, str], secure: bool) -> None:
        """End the session that these cookies belong to."""
        self._sessions.end(cookies.get(cookie_name(secure), ""))


def cookie_name(secure: bool) -> str:
    """The name of the cookie of sessions; with its prefix browsers take it over TLS alone, and from this host."""
    return SECURE_SESSION if secure else SESSION
