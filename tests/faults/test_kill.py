"""Promise 2: killed at any moment, nothing is lost and nothing is done twice."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.books import arrived, open_books
from faults.reconcile import reconcile
from faults.steps import PAYING, PRINTING, RELEASING, SENDING
from faults.system import KILLED, Whole, whole_system
from faults.terminal import DEMO, Terminal, Writer
from sqlalchemy import func, select
from support.central import central_process, eventually

from central.store.schema import PaymentRow
from contract.payment import OPEN, PaymentState
from kiosk.demo.citizen import Visit

STATEMENT = Visit("social_security.contribution_statement", False, "ho_ka_yan")
BILL = "one_stop.bill_payment"
FINES = "traffic_police.violations"
FINED = Visit(FINES, False, "li_na")
TO_PAY = (
    Visit(BILL, False, "li_na", "51041120260000010018"),
    Visit(BILL, False, "zhang_wei", "51041120260000020025"),
    FINED,
    Visit(BILL, False, "chen_rare", "51041120260000030032"),
    Visit(FINES, False, "zhang_wei"),
)
PICK_UPS = (
    Visit("exit_entry.passport_pickup", False, "li_na"),
    Visit("exit_entry.hk_macau_permit_pickup", False, "zhang_wei"),
    Visit("traffic_police.licence_pickup", False, "chen_rare"),
)


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Whole]:
    with whole_system(
        tmp_path,
        central_service__payments__deadline_s=10,
        session__idle_s=600,
    ) as system:
        yield system


def killed_at(whole: Whole, visit: Visit, step: str) -> None:
    whole.screen()
    whole.screens.begin(visit, step)
    assert not whole.screens.over(), f"never came to: {step}"


def comes_again(whole: Whole, visit: Visit) -> None:
    whole.screens.begin(visit)
    assert whole.screens.over()


def payments(whole: Whole, *states: PaymentState) -> int:
    with open_books(whole.system.database) as session:
        count = select(func.count()).where(PaymentRow.state.in_(states))
        return session.scalar(count) or 0


def test_a_screen_killed_at_every_step_of_printing(whole: Whole) -> None:
    for step in PRINTING:
        killed_at(whole, STATEMENT, step)
    whole.screen()
    comes_again(whole, STATEMENT)
    whole.screens.end()
    reconcile(whole)


def test_a_screen_killed_at_every_step_of_paying(whole: Whole) -> None:
    for visit, step in zip(TO_PAY, PAYING, strict=True):
        killed_at(whole, visit, step)
    whole.screen()
    eventually(lambda: not payments(whole, *OPEN), "orders are paid or have run out")
    for visit in TO_PAY:
        comes_again(whole, visit)
        comes_again(whole, visit)  # for the receipt
    whole.screens.end()
    reconcile(whole)
    assert payments(whole, PaymentState.APPROVED) == len(TO_PAY)


def test_a_screen_killed_at_every_step_of_releasing(whole: Whole) -> None:
    for visit, step in zip(PICK_UPS, RELEASING, strict=True):
        killed_at(whole, visit, step)
    whole.screen()
    for visit in PICK_UPS:
        comes_again(whole, visit)
    whole.screens.end()
    reconcile(whole)
    opened = whole.controls["lock_board"].do("state")["state"]["released"]
    assert len(opened) == 2, "the first was not opened, and the second nobody knows"


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 30))]
)
def test_a_screen_killed_at_any_moment_of_a_visit(whole: Whole, seed: int) -> None:
    """The same card returns again and again; seed 0 is short, the others long."""
    chance = random.Random(seed)  # noqa: S311 - a test's
    took = 0.0
    for _ in range(150 if seed else 3):
        whole.screen()
        began = time.monotonic()
        whole.screens.begin(STATEMENT)
        killed = threading.Timer(chance.uniform(0, took or 3), whole.screens.kill)
        killed.start()
        if whole.screens.over():
            took = time.monotonic() - began
            killed.join()
            assert not whole.screens.over()
    whole.screen()
    comes_again(whole, STATEMENT)
    whole.screens.end()
    reconcile(whole)


def test_who_has_the_paper_is_not_offered_it_again_while_the_agent_is_dead(
    whole: Whole,
) -> None:
    whole.system.agent.kill()
    whole.system.agent.wait()
    whole.screen()
    for visit in (FINED, STATEMENT):
        comes_again(whole, visit)
        comes_again(whole, visit)
    whole.screens.end()
    whole.processes.start("kiosk", "agent", "--config", str(DEMO))
    reconcile(whole)
    assert payments(whole, PaymentState.APPROVED) == 1


@pytest.mark.parametrize("kills", [3, pytest.param(700, marks=pytest.mark.long)])
def test_an_agent_killed_at_every_step_of_sending_and_at_any_statement(
    tmp_path: Path, kills: int
) -> None:
    chance = random.Random(kills)  # noqa: S311 - a test's
    any_moment = [str(chance.randrange(30, 100)) for _ in range(kills)]
    with central_process(tmp_path) as central:
        terminal = Terminal(tmp_path, central.url, agent__batch_size=5)
        with terminal.open() as cache:
            writer = Writer(cache)
            for step in (*SENDING, *any_moment):
                writer.visits(20)
                assert terminal.drain(step).returncode == KILLED, f"{step} never came"
        agent = terminal.drain()
        assert agent.returncode == 0, agent.stderr
        with terminal.open() as cache:
            arrived(cache, central.database)
