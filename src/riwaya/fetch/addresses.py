"""Which addresses may be connected to: none on this machine or in its own network, unless the user allows it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

Resolver = Callable[[str, int], Sequence[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "home.arpa", "lan")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


class Refused(Exception):
    """A host that may not be connected to; its text is the reason."""


def resolved(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, by the resolver of this machine. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def checked(host: str, port: int, resolve: Resolver, allow_private: bool) -> tuple[str, ...]:
    """The addresses of a host, all of them public unless `allow_private`. Raises Refused, and OSError of `resolve`."""
    addresses = tuple(resolve(host, port))
    if not addresses:
        raise Refused("the name has no address")
    for address in () if allow_private else addresses:
        if not is_public(address):
            raise Refused(f"the name leads to {address}, an address of this machine or of a private network")
    return addresses


def check_name(host: str) -> None:
    """Refuse a host that is private by its looks: for a proxy, which resolves names itself. Raises Refused."""
    literal = _literal(host)
    private = not is_public(literal) if literal else host.endswith(_LOCAL_SUFFIXES) or "." not in host
    if private or host in _LOCAL_NAMES:
        raise Refused(f"{host} is this machine or part of a private network")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; one that wraps an IPv4 address is judged by that."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.is_site_local:
            return False
        inner = _wrapped(found)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one: mapped, translated (NAT64), 6to4, Teredo or of the old compatible form."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _literal(host: str) -> str | None:
    """The address that a host is, in whatever notation, or None for a name."""
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


_LOCAL_SUFFIXES = tuple(f".{name}" for name in _LOCAL_NAMES)
