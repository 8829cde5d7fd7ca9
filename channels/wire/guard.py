"""Which addresses may be connected to, decided after name resolution and at the moment of connecting.

Deciding earlier would leave a gap: a name can resolve to a public address when checked and to a private one when used.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError
from urllib3.response import HTTPResponse
from urllib3.util.connection import create_connection

from channels.wire.patience import patience

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
MOST_ADDRESSES = 4  # of one name that are tried
LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215


class AddressRefused(Exception):
    """The host resolves to no address that may be connected to (private, loopback, link-local, reserved)."""


class Guard:
    """Lets public addresses through, and the hosts (names or addresses) of `allow` whatever they resolve to."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self.allow = frozenset(host.strip().lower().strip("[]") for host in allow if host.strip())

    def vet(self, host: str, port: int) -> list[str]:
        """The addresses of `host` that may be connected to. AddressRefused when there is none; OSError when unknown."""
        host = host.lower().strip("[]")
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        good = found if host in self.allow else [address for address in found if self._may(address)]
        if not good:
            raise AddressRefused(
                f"{host} is not a public address; name it in SYNDICATION_ALLOW_PRIVATE_HOSTS if it is meant"
            )
        return list(dict.fromkeys(good))

    def _may(self, address: str) -> bool:
        plain = address.partition("%")[0]
        if plain in self.allow:
            return True
        ip = ipaddress.ip_address(plain)
        if isinstance(ip, ipaddress.IPv6Address):
            # Counted as global by the library, though they lead inside: fec0::/10, local NAT64, and IPv4 spelt as ::/96.
            if ip.is_site_local or ip in LOCAL_NAT64 or int(ip) >> 32 == 0:
                return False
            ip = _inside(ip)
        return ip.is_global and not ip.is_multicast


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that this one leads to (mapped, 6to4, NAT64), else itself."""
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def guarded_adapter(guard: Guard) -> HTTPAdapter:
    """A requests adapter whose every connection is vetted by `guard` and made to the vetted address itself."""

    def connect(connection: HTTPConnection) -> socket.socket:
        host, port = connection._dns_host, connection.port
        try:
            addresses = guard.vet(host, port)
        except (OSError, UnicodeError) as error:  # a label that is empty or too long cannot be a name
            raise NameResolutionError(host, connection, error) from error  # type: ignore[arg-type]
        failure: OSError | None = None
        addresses = addresses[:MOST_ADDRESSES]
        whole = connection.timeout
        # All of them together have the time of one: a name with many addresses where nobody answers keeps nobody waiting.
        share = whole / len(addresses) if isinstance(whole, int | float) else whole
        for address in addresses:
            try:
                made = create_connection((address, port), share, socket_options=connection.socket_options)
            except OSError as error:
                failure = error
            else:
                made.settimeout(whole if isinstance(whole, int | float) else None)
                return made
        raise NewConnectionError(connection, f"no connection to {host}: {failure}") from failure

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

        def getresponse(self) -> HTTPResponse:  # type: ignore[override]
            with patience(*_bound(self)):
                return super().getresponse()

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

        def getresponse(self) -> HTTPResponse:  # type: ignore[override]
            with patience(*_bound(self)):
                return super().getresponse()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
            self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Adapter(max_retries=0)


def _bound(connection: HTTPConnection) -> tuple[float, Callable[[], object]]:
    """How long the head of an answer may take, and how to hang up: the connection's own timeout, and its socket."""
    seconds = connection.timeout if isinstance(connection.timeout, int | float) else 30.0
    return seconds, lambda: connection.sock.shutdown(socket.SHUT_RDWR)
