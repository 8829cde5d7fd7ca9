"""Which addresses may be connected to, decided after name resolution and at the moment of connecting.

Deciding earlier would leave a gap: a name can resolve to a public address when checked and to a private one when used.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection


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
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        return ip.is_global and not ip.is_multicast


def guarded_adapter(guard: Guard) -> HTTPAdapter:
    """A requests adapter whose every connection is vetted by `guard` and made to the vetted address itself."""

    def connect(connection: HTTPConnection) -> socket.socket:
        host, port = connection._dns_host, connection.port
        try:
            addresses = guard.vet(host, port)
        except OSError as error:
            raise NameResolutionError(host, connection, error) from error  # type: ignore[arg-type]
        failure: OSError | None = None
        for address in addresses:
            try:
                return create_connection((address, port), connection.timeout, socket_options=connection.socket_options)
            except OSError as error:
                failure = error
        raise NewConnectionError(connection, f"no connection to {host}: {failure}") from failure

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
            self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    return Adapter(max_retries=0)
