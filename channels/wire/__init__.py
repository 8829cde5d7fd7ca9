"""The one guarded door to the network.

Everything that leaves this program leaves here: with a timeout, a size cap, a check of the address after name resolution
(and so at every redirect), no token in an address, and a log line that holds neither query nor body.
"""

from channels.wire.door import Reply, Wire
from channels.wire.guard import AddressRefused, Guard

__all__ = ["AddressRefused", "Guard", "Reply", "Wire"]
