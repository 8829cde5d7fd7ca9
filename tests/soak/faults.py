"""The faults. Each does one thing to the world and names what it did; some are undone a moment later."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import redis
from kombu.exceptions import OperationalError

from tests.soak.world import World

Undo = tuple[float, Callable[[], None]]  # after so many seconds
Did = tuple[str, Undo | None] | None  # None: it could not be done just now
Fault = Callable[[World], Did]

# What is asked of each stand-in, by its names; from the contract that each channel keeps.
OPERATIONS = {
    "facebook": (
        *("feed.create", "videos.start", "videos.transfer", "videos.finish", "photos.create", "posts.list"),
        *("post.edit", "video.edit", "post.delete", "video.delete"),
    ),
    "zalo": (
        *("article.create", "video.prepare", "article.update", "article.remove", "article.slice", "article.detail"),
    ),
    "youtube": (
        *("videos.start", "videos.chunk", "videos.update", "videos.delete", "videos.list", "channels.list"),
        *("playlist.list", "thumbnails.set", "token"),
    ),
    "govportal": ("item.put", "item.ack"),
    "webhook": ("item.publish", "item.revise", "item.withdraw", "item.ask"),
}
# What makes the object public there.
PUBLISHING = {
    "facebook": "feed.create",
    "zalo": "article.create",
    "youtube": "videos.chunk",
    "govportal": "item.put",
    "webhook": "item.publish",
}
LAG = 2.0  # seconds until what is new is listed: less than absence takes to be believed once
LONG_ENOUGH = 20.0  # seconds in which an ordered answer is waited for
LOST = ("accept-then-500", "accept-then-502", "accept-then-drop", "accept-then-hang", "accept-then-slow")
LOST = (*LOST, "accept-then-truncate")
# Not "throttle": Facebook's stand-in then asks for an hour, which is waited for with a reason; the contract's suite has it.
PLAIN = ("refuse-500", "refuse-502", "drop")
SLOW = 4.0  # seconds: longer than the accounts' patience, and than a lease
PARTS = {
    "clock": "--hostname clock-",
    "desk": "--hostname desk-",
    "worker": "--hostname worker-",
    "beat": "celery -A scheduler.celery beat",
    "web": "granian",
}
LATE = (3.3, 4.5)  # of these, those that are longer than a lease
JUMP = 20.0  # seconds
BETWEEN_JUMPS = 10.0
STALLS = (
    1.0,
    4.5,
)  # seconds: up to more than a lease, and less than absence takes to be proven, a jump of the clock included


def lost_answer(world: World) -> Did:
    """An answer is lost after the platform has accepted; now and then nothing was accepted at all."""
    fault = world.chance.choice(LOST if world.chance.random() < 0.75 else PLAIN)
    kind = world.chance.choice(sorted(OPERATIONS))
    # Half of them meet whatever is asked next, so that they are surely met; the others wait for the rarer requests.
    on = "*" if world.chance.random() < 0.5 else world.chance.choice(OPERATIONS[kind])
    world.sandbox.app.faults[kind].order(on, fault, seconds=SLOW)
    return f"answer: {fault}", None


def killed_in_flight(world: World) -> Did:
    """A platform has accepted and not yet answered, and just then every worker is killed."""
    return "both workers killed in mid-answer", (0.0, _struck(world, signal.SIGKILL))


def stalled_in_flight(world: World) -> Did:
    """The same, but they stand still beyond their lease, and their answer comes late."""
    return "both workers stalled in mid-answer", (0.0, _struck(world, signal.SIGSTOP))


def _struck(world: World, blow: signal.Signals) -> Callable[[], None]:
    kind = world.chance.choice(sorted(PUBLISHING))
    kit = world.sandbox.app.faults[kind]
    kit.order(PUBLISHING[kind], "accept-then-slow", seconds=SLOW)
    order, stalled = kit.orders[-1], world.chance.uniform(*LATE)

    def strike() -> None:
        deadline = time.monotonic() + LONG_ENOUGH
        while order.times > 0:
            if time.monotonic() > deadline:
                return
            time.sleep(0.05)
        time.sleep(0.1)
        groups = [group for part in ("worker", "second worker") if (group := _group(world, part))]
        for group in groups:
            with suppress(ProcessLookupError):
                os.killpg(group, blow)
        if blow == signal.SIGSTOP:
            time.sleep(stalled)
            for group in groups:
                with suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGCONT)

    return strike


def unlisted(world: World) -> Did:
    """An answer is lost, and the platform's list does not show the new object at once."""
    kind = world.chance.choice(("facebook", "facebook", "zalo", "zalo", "youtube"))
    stage = world.sandbox.app.stage[kind]
    held_by = stage.switches if kind == "zalo" else stage
    setattr(held_by, "lag" if kind == "facebook" else "list_lag", LAG)
    world.sandbox.app.faults[kind].order(PUBLISHING[kind], "accept-then-502")
    return "answer: accept-then-502, and not listed at once", None


def token_refused(world: World) -> Did:
    """The platform says that the token is no longer valid."""
    kind = world.chance.choice(sorted(OPERATIONS))
    world.sandbox.app.faults[kind].order(world.chance.choice(OPERATIONS[kind]), "token")
    return "answer: token refused", None


def kill(world: World) -> Did:
    """SIGKILL of a part with its children."""
    part = world.chance.choice((*("worker", "second worker") * 3, "desk", "clock", "beat", "second beat", "web"))
    group = _group(world, part)
    if not group:
        return None
    os.killpg(group, signal.SIGKILL)
    return f"SIGKILL: {part}", None


def stall(world: World) -> Did:
    """A worker stands still, longer than its lease now and then, and goes on as if nothing had been."""
    part = world.chance.choice(("worker", "second worker", "desk", "clock"))
    group = _group(world, part)
    if not group:
        return None
    os.killpg(group, signal.SIGSTOP)

    def go_on() -> None:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGCONT)

    return f"stalled: {part}", (world.chance.uniform(*STALLS), go_on)


def _group(world: World, part: str) -> int:
    """The process group of a part that is there now; 0 when it is not."""
    if part.startswith("second"):
        process = world.extra[part.split()[1]]
        return process.pid if process.poll() is None else 0
    try:
        return world.running.part(PARTS[part])
    except (AssertionError, OSError):
        return 0  # it is being started again


def redis_stopped(world: World) -> Did:
    """Redis is killed with all it held, and started again, empty, a moment later."""
    if world.running.redis is None or world.running.redis.poll() is not None:
        return None
    world.running.stop_redis()
    return "Redis stopped, started empty", (world.chance.uniform(0.2, 4), world.running.start_redis)


def redis_flushed(world: World) -> Did:
    """Everything in Redis is forgotten."""
    with suppress(redis.RedisError):
        world.broker().flushall()
        return "Redis flushed", None
    return None


def message_doubled(world: World) -> Did:
    """Messages for deliveries that may be anywhere in their life: sent again, and twice."""
    with suppress(OperationalError, redis.RedisError):
        with world.celery() as sender:
            for _ in range(10):
                task = world.chance.choice(("scheduler.tasks.send", "scheduler.tasks.look"))
                number = world.chance.randint(1, max(1, len(world.told) * 5))
                for queue in world.chance.sample(("facebook", "zalo", "webhook", "desk"), 2):
                    sender.send_task(task, args=[number], queue=queue, retry=False)
        return "Celery: 10 messages sent twice", None
    return None


def messages_lost(world: World) -> Did:
    """A queue is emptied."""
    with suppress(redis.RedisError):
        world.broker().delete(world.chance.choice((*OPERATIONS, "feed", "desk")))
        return "Celery: a queue purged", None
    return None


def connections_cut(world: World) -> Did:
    """Every connection to PostgreSQL is ended."""
    if world.postgres is None:
        return None
    world.postgres.cut()
    return "PostgreSQL: connections ended", None


def database_restarted(world: World) -> Did:
    """PostgreSQL is restarted, as after a crash or in order."""
    if world.postgres is None:
        return None
    crash = world.chance.random() < 0.5
    world.postgres.restart(crash=crash)
    return f"PostgreSQL: {'crashed and ' if crash else ''}restarted", None


def clock_jumped(world: World) -> Did:
    """The machines' clock is set ahead or back, by up to seven leases; not again while absence may be in proof."""
    if time.monotonic() - world.jumped_at < BETWEEN_JUMPS:
        return None
    world.jumped_at = time.monotonic()
    seconds = world.chance.choice((-1, 1)) * world.chance.uniform(1, JUMP)
    world.jump(seconds)
    return f"the clock set {'ahead' if seconds > 0 else 'back'}", None


FAULTS: dict[Fault, int] = {
    lost_answer: 40,
    killed_in_flight: 4,
    stalled_in_flight: 4,
    unlisted: 6,
    token_refused: 2,
    kill: 10,
    stall: 6,
    redis_stopped: 4,
    redis_flushed: 5,
    message_doubled: 9,
    messages_lost: 7,
    connections_cut: 5,
    database_restarted: 2,
    clock_jumped: 4,
}


def named(names: list[str]) -> dict[Fault, int]:
    """Those of these names with their weights; all of them for no names. KeyError for a name there is not."""
    known = {fault.__name__: fault for fault in FAULTS}
    return {known[name]: FAULTS[known[name]] for name in names} if names else FAULTS


def choose(world: World, among: dict[Fault, int]) -> Fault:
    """One of them, by its weight."""
    return world.chance.choices(list(among), weights=list(among.values()))[0]
