"""Who may see the page and who may write: this machine's browser with the token, from no other page."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

HOST: Final = "127.0.0.1"
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """The port, the token of the address, and the one that every form carries."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    form: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a browser on this machine may call the server."""
        return tuple(f"{name}:{self.port}" for name in (HOST, "localhost"))

    @property
    def cookie(self) -> str:
        """Its name; servers on other ports of this machine share the jar."""
        return f"timeline_{self.port}"

    @property
    def address(self) -> str:
        """Where the page is, with the token."""
        return f"http://{HOST}:{self.port}/?token={self.token}"

    def is_here(self, host: str | None) -> bool:
        """The request names this server as its host: no other name was made to lead here."""
        return host in self.hosts

    def knows(self, token: str | None) -> bool:
        """The token is that of the address."""
        return hmac.compare_digest((token or "").encode(), self.token.encode())

    def may_write(self, headers: Mapping[str, str], form: str | None) -> bool:
        """The form was given out by this server, and sent by a page of its own."""
        own = headers.get("Origin") in [f"http://{host}" for host in self.hosts]
        site = headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return own and site and hmac.compare_digest((form or "").encode(), self.form.encode())
