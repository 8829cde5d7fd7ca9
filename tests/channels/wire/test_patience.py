"""Whatever is waited for is hung up in its time, and nothing that ended by itself is."""

from __future__ import annotations

import os
import threading
import time
import warnings

import pytest

from channels.wire.patience import patience


def wait_in_vain(seconds: float) -> float:
    """How long it took until what blocks inside was hung up."""
    hung_up, began = threading.Event(), time.monotonic()
    with pytest.raises(TimeoutError), patience(seconds, hung_up.set):
        hung_up.wait(5)
    return time.monotonic() - began


def test_what_does_not_end_is_hung_up() -> None:
    assert 0.04 < wait_in_vain(0.05) < 1


def test_an_error_of_what_was_hung_up_is_a_timeout_too() -> None:
    hung_up = threading.Event()

    def read() -> None:
        hung_up.wait(5)
        raise OSError("the connection is closed")

    with pytest.raises(TimeoutError), patience(0.02, hung_up.set):
        read()


def test_what_ends_by_itself_is_not_hung_up_afterwards() -> None:
    called: list[int] = []
    with patience(0.03, lambda: called.append(1)):
        pass
    with pytest.raises(ValueError, match="its own"), patience(0.03, lambda: called.append(2)):
        raise ValueError("its own")
    time.sleep(0.08)
    assert called == []


def test_a_short_wait_that_begins_later_is_not_kept_waiting_by_a_long_one() -> None:
    with patience(30, lambda: None):
        assert wait_in_vain(0.05) < 1


def test_one_that_cannot_be_hung_up_keeps_no_other_from_it() -> None:
    with pytest.raises(TimeoutError), patience(0.02, lambda: 1 / 0):
        time.sleep(0.06)
    assert wait_in_vain(0.02) < 1


def test_many_are_waited_for_at_once_by_one_thread() -> None:
    before = threading.active_count()
    threads = [threading.Thread(target=wait_in_vain, args=(0.2,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    assert threading.active_count() <= before + len(threads) + 1
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)


def test_a_process_that_was_forked_waits_for_its_own() -> None:
    with patience(30, lambda: None), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads, which is what workers do
        child = os.fork()
        if child == 0:
            ended = 1
            try:
                ended = 0 if wait_in_vain(0.05) < 1 else 2
            finally:
                os._exit(ended)
        assert os.waitpid(child, 0)[1] == 0
