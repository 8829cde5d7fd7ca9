"""Faults to order: what the next matching request meets. Each is a way in which the real platforms have been seen to fail."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

FAULTS = {
    "accept-then-500": "does it, then answers 500 in the platform's own words",
    "accept-then-502": "does it, then a gateway answers 502 with HTML",
    "accept-then-drop": "does it, then closes the connection without an answer",
    "accept-then-hang": "does it, then says nothing for `seconds`, then closes the connection",
    "accept-then-slow": "does it, and answers after `seconds`",
    "accept-then-truncate": "does it, and sends half of the answer",
    "refuse-500": "does nothing and answers 500 in the platform's own words",
    "refuse-502": "does nothing and a gateway answers 502 with HTML",
    "drop": "does nothing and closes the connection",
    "throttle": "does nothing and says: too many calls",
    "token": "does nothing and says: the token is no longer valid",
}


@dataclass
class Order:
    """The next `times` requests whose operation is `on` ("*" for any) meet `fault`; a platform may know faults of its own."""

    on: str
    fault: str
    times: int = 1
    seconds: float = 0.0


@dataclass
class FaultKit:
    """The orders of one sandbox, taken one by one in the order given."""

    orders: list[Order] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self, on: str, fault: str, times: int = 1, seconds: float = 0.0) -> None:
        """Add an order."""
        with self.lock:
            self.orders.append(Order(on, fault, times, seconds))

    def take(self, operation: str) -> Order | None:
        """The first order that matches, used up by one; None when there is none."""
        with self.lock:
            for order in self.orders:
                if order.times > 0 and order.on in (operation, "*") and operation:
                    order.times -= 1
                    return order
        return None

    def clear(self) -> None:
        """Forget every order."""
        with self.lock:
            self.orders.clear()
