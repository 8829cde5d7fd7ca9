"""The only writer of deliveries, attempts and events. Every change is compare-and-set and leaves its event behind."""

from scheduler.ledger.claiming import ACTS, LEASE, claim, claim_each, is_due, renew
from scheduler.ledger.moving import Conflict, amend, follow_up, move, pause, resume
from scheduler.ledger.planning import Coming, Plan, foresee, plan
from scheduler.ledger.settling import Outcome, receipt_fields, settle, shown_fields

__all__ = [
    "ACTS",
    "LEASE",
    "Coming",
    "Conflict",
    "Outcome",
    "Plan",
    "amend",
    "claim",
    "claim_each",
    "follow_up",
    "foresee",
    "is_due",
    "move",
    "pause",
    "plan",
    "receipt_fields",
    "renew",
    "resume",
    "settle",
    "shown_fields",
]
