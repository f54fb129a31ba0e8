from pathlib import Path

import pytest
from support.cache import StandingClock, open_cache

from offline_cache.database import Cache
from offline_cache.errors import CacheMisuseError
from offline_cache.mailbox import CommandOutcome, CommandState, Mailbox


@pytest.fixture
def mailbox(cache: Cache, clock: StandingClock) -> Mailbox:
    return Mailbox(cache, clock)


def test_a_command_is_posted_taken_and_done(
    tmp_path: Path, mailbox: Mailbox, clock: StandingClock
) -> None:
    number = mailbox.post("screen", "test_device", {"role": "locker"}, seconds=60)
    assert mailbox.outcome(number).state is CommandState.POSTED
    with open_cache(tmp_path) as other:
        screen = Mailbox(other, clock)
        assert screen.take("agent") is None
        command = screen.take("screen")
        assert command is not None
        assert (command.name, command.arguments) == ("test_device", {"role": "locker"})
        assert screen.take("screen") is None
        assert not mailbox.outcome(number).final
        screen.done(command.id, {"ok": True})
    outcome = mailbox.outcome(number)
    assert outcome == CommandOutcome(CommandState.DONE, {"ok": True})
    assert outcome.final


def test_commands_are_taken_in_order(mailbox: Mailbox) -> None:
    for name in "abc":
        mailbox.post("agent", name, {}, seconds=60)
    taken = [mailbox.take("agent") for _ in range(4)]
    assert [command.name if command else None for command in taken] == [*"abc", None]


def test_a_result_is_fetched_once_and_then_gone(cache: Cache, mailbox: Mailbox) -> None:
    number = mailbox.post("screen", "read_card", {}, seconds=60)
    mailbox.take("screen")
    mailbox.done(number, {"name": "李娜"})
    outcome = mailbox.outcome(number)
    assert "李娜" not in repr(outcome)
    assert cache.rows("SELECT * FROM command") == []
    assert mailbox.outcome(number).state is CommandState.LAPSED


@pytest.mark.parametrize("how", ["wait", "reboot"])
def test_a_command_that_nobody_took_in_time_is_never_run(
    mailbox: Mailbox, clock: StandingClock, how: str
) -> None:
    number = mailbox.post("screen", "print_test_page", {}, seconds=60)
    if how == "wait":
        clock.advance(60)
    else:
        clock.reboot()
    assert mailbox.take("screen") is None
    assert mailbox.outcome(number).state is CommandState.LAPSED


def test_a_command_is_not_repeated_after_a_crash(
    mailbox: Mailbox, clock: StandingClock
) -> None:
    number = mailbox.post("screen", "print_test_page", {}, seconds=60)
    mailbox.take("screen")
    assert mailbox.interrupt_taken("agent") == 0
    assert mailbox.interrupt_taken("screen") == 1
    assert mailbox.take("screen") is None
    with pytest.raises(CacheMisuseError):
        mailbox.done(number, {})
    assert mailbox.outcome(number).state is CommandState.INTERRUPTED


def test_what_nobody_fetches_is_swept_away(
    cache: Cache, mailbox: Mailbox, clock: StandingClock
) -> None:
    first = mailbox.post("screen", "read_card", {}, seconds=60)
    mailbox.take("screen")
    mailbox.done(first, {"name": "李娜"})
    slow = mailbox.post("screen", "slow", {}, seconds=60)
    mailbox.take("screen")
    clock.advance(60)
    last = mailbox.post("screen", "restart", {}, seconds=60)
    rows = cache.rows("SELECT id FROM command ORDER BY id")
    assert [row["id"] for row in rows] == [slow, last]
    mailbox.done(slow, "late, and still told")
    assert mailbox.outcome(slow).result == "late, and still told"


def test_only_a_taken_command_can_be_done(mailbox: Mailbox) -> None:
    number = mailbox.post("screen", "restart", {}, seconds=60)
    for command in (number, number + 1):
        with pytest.raises(CacheMisuseError):
            mailbox.done(command, {})
