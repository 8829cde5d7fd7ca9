"""Why a delivery that is due has not left yet, and when its turn is expected: told for a whole page of them at once.

The forecast follows the account's line as the dispatcher does (`scheduler.turns`), its quiet hours and its late policy. What a
channel will say cannot be foreseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from formatters.sentence import Sentence
from scheduler import clock, slots
from scheduler.ledger.quiet import CODE as QUIET
from scheduler.models import Account, Delivery
from scheduler.pace import Pace
from scheduler.states import State
from scheduler.turns import Line

NEEDED = ("account", "state", "due_at", "wanted_at", "offered_at", "urgent")
UNITS = ((86_400, "ngày", "days"), (3600, "giờ", "h"), (60, "phút", "min"), (1, "giây", "s"))

PAUSED = Sentence(
    "Tài khoản đang tạm dừng nên không gửi gì cho đến khi có người cho chạy tiếp.",
    "Its account is paused: nothing leaves on it until a person lets it go on.",
)
READY = Sentence("Đã đến lượt, chờ tiến trình gửi nhận ngay.", "It is its turn; the next worker that is free takes it.")
AGAIN = Sentence("Lần trước chưa được; sẽ thử lại.", "The last try did not work; it is tried again.")
AFTER_THE_REST = Sentence(
    "Kênh hoặc hạn mức yêu cầu chờ; sẽ gửi khi hết thời gian đó.",
    "The channel or a quota asks to wait; it is sent when that time is over.",
)
IN_QUIET = Sentence(
    "Đến lượt thì tài khoản đang trong giờ yên lặng nên sẽ gửi sau giờ đó.",
    "Its turn falls into its account's quiet hours, so it leaves after them.",
)


@dataclass(frozen=True, slots=True)
class Wait:
    """Why it waits, and when its turn is expected; `at` None when that is up to a person.

    With `gives_up` no turn comes in time: at `at` it is held or expires by its account's late policy.
    """

    why: Sentence
    at: datetime | None
    gives_up: bool = False


def waits(rows: Sequence[Delivery], now: datetime) -> dict[int, Wait]:
    """By id, what each of these deliveries (with their accounts) waits for; those that wait for nothing but their time are left out.

    As many queries for a page as for one row.
    """
    found = {row.pk: wait for row in rows if (wait := _apart(row, now)) is not None}
    lined_up = [row for row in rows if row.pk not in found and _in_line(row, now)]
    foreseen = _foreseen(lined_up, now) if lined_up else {}
    return found | {row.pk: foreseen[row.pk] for row in lined_up if row.pk in foreseen}


def _apart(row: Delivery, now: datetime) -> Wait | None:
    """What waits outside of any line: on a paused account, for its next try, or as a change of what is live."""
    changing = row.state in (State.REVISING, State.RETRACTING) and row.check_at is None
    if row.due_at is None or not (changing or row.state == State.PLANNED):
        return None
    if row.account.paused:
        return Wait(PAUSED, None)
    if row.due_at > now and row.tries and row.reason_code != QUIET:
        return Wait(AFTER_THE_REST if row.reason_code == "throttled" else AGAIN, row.due_at)
    return Wait(READY, now) if changing and row.lease_until is None and row.due_at <= now else None


def _in_line(row: Delivery, now: datetime) -> bool:
    if row.state != State.PLANNED or row.due_at is None:
        return False
    return row.due_at <= now or row.reason_code == QUIET


def _foreseen(rows: Sequence[Delivery], now: datetime) -> Mapping[int, Wait]:
    """Every wait in the lines of these rows' accounts, up to the last of the rows."""
    accounts = {row.account_id: row.account for row in rows}
    horizon = max(now, *(row.due_at for row in rows if row.due_at is not None))
    ahead = Delivery.objects.filter(state=State.PLANNED, account__in=accounts, due_at__lte=horizon)
    return dict(_walk(_with(accounts, ahead.only(*NEEDED).order_by("due_at", "pk")), now))


def _with(accounts: Mapping[int, Account], rows: Iterable[Delivery]) -> Iterator[Delivery]:
    for row in rows:
        row.account = accounts[row.account_id]
        yield row


def _walk(rows: Iterable[Delivery], now: datetime) -> Iterator[tuple[int, Wait]]:
    """Every row of the lines with its wait, in the order in which they are due."""
    line, hours = Line(now), dict[int, slots.Rules]()
    before: Counter[int] = Counter()
    nights: dict[int, tuple[datetime, datetime]] = {}  # when the line comes to quiet hours, and when those end
    for row in rows:
        account, its = row.account, line.pace_of(row.account)
        if row.offered_at is not None and row.offered_at == line.last(account.pk):
            yield row.pk, Wait(READY, now)  # it has had its turn: its message is under way
            continue
        ready = max(now, row.due_at or now)
        begin, end = nights.get(account.pk, (ready, ready))
        # What waits when the line comes to quiet hours is put off to their end, all of it, and then drips.
        leaves = max(ready, begin) if ready < end and not row.urgent else line.turn(row, ready)
        limit = row.wanted_at + its.late if its.late is not None and row.wanted_at is not None else None
        if limit is not None and leaves > limit:
            yield row.pk, Wait(_too_late(its), max(limit, now), gives_up=True)
            continue
        if account.pk not in hours:
            hours[account.pk] = clock.rules_of(account)
        quiet = None if row.urgent else slots.quiet_until(leaves, hours[account.pk])
        turn = leaves if quiet is None else line.turn(row, quiet)
        if quiet is not None:
            nights[account.pk] = leaves, quiet
            # The hours that it waits in quiet are not counted as being late.
            if limit is not None and turn > limit + (quiet - leaves):
                yield row.pk, Wait(_too_late(its), limit + (quiet - leaves), gives_up=True)
                continue
        spacing = its.after(row, turn)
        yield row.pk, Wait(IN_QUIET if quiet else _turn(turn <= now, spacing, before[account.pk]), turn)
        if spacing:
            line.take(account.pk, turn)
            before[account.pk] += 1


def _turn(now: bool, spacing: timedelta, ahead: int) -> Sentence:
    if now or not spacing:
        return READY
    vi, en = spoken(spacing)
    return Sentence(
        f"Chờ đến lượt: tài khoản gửi mỗi bài cách nhau {vi}, còn {ahead} bài trước.",
        f"It waits for its turn: the account sends one every {en}; {ahead} ahead of it.",
    )


def _too_late(its: Pace) -> Sentence:
    vi, en = spoken(its.late or timedelta(0))
    if its.then == "expire":
        return Sentence(
            f"Không kịp đến lượt: tài khoản chỉ gửi bài trễ không quá {vi}; lúc đó bài hết hạn và không gửi.",
            f"Its turn comes too late: its account sends what is up to {en} late; then it expires unsent.",
        )
    return Sentence(
        f"Không kịp đến lượt: tài khoản chỉ gửi bài trễ không quá {vi}; lúc đó bài được giữ lại cho người quyết định.",
        f"Its turn comes too late: its account sends what is up to {en} late; then it is held for a person to decide.",
    )


def spoken(length: timedelta) -> tuple[str, str]:
    """A length of time in Vietnamese and in English, in the largest unit that leaves nothing over: ("90 giây", "90 s")."""
    seconds = int(length.total_seconds())
    size, vi, en = next(unit for unit in UNITS if seconds % unit[0] == 0 and (seconds >= unit[0] or unit[0] == 1))
    return f"{seconds // size} {vi}", f"{seconds // size} {en}"
