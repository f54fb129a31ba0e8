"""What is in the way is told, and leads to the menu or out."""

import pytest
from support.clerk import Counter, OneScreen

import view as seen
from kiosk.flow.events import (
    StoreFailed,
)
from kiosk.flow.service.actions import (
    OpenForClerk,
)
from kiosk.flow.service.base import To
from kiosk.flow.service.notice import Notice, failed
from kiosk.flow.visit import Face
from view import MainAction, ServiceProblem

LOAD, TAKE_BACK, LOOK = seen.Task


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.mark.parametrize(
    ("trouble", "problem", "then"),
    [
        (seen.Trouble.MANIFEST, seen.ServiceProblem.CHANGED, seen.ServiceMenu),
        (seen.Trouble.STORAGE, seen.ServiceProblem.CANNOT_STORE, seen.Attract),
    ],
)
def test_what_is_not_opened_is_told(
    trouble: seen.Trouble,
    problem: seen.ServiceProblem,
    then: type[seen.Content],
    counter: Counter,
) -> None:
    counter.confirm(LOAD).tap(seen.Main())
    counter.tell(StoreFailed(counter.last(OpenForClerk).token, trouble))
    assert counter.shows(seen.ServiceMessage).problem is problem
    counter.tap(seen.Main())
    assert isinstance(counter.content(), then)


@pytest.mark.parametrize("problem", list(ServiceProblem))
def test_every_notice(problem: ServiceProblem) -> None:
    screen = OneScreen(Notice(problem))
    changed = problem is ServiceProblem.CHANGED
    main = MainAction.CONTINUE if changed else MainAction.FINISH
    assert screen.face == Face(seen.ServiceMessage(problem), main=main, cancel=False)
    assert screen.screen.clock_runs
    assert screen.screen.left(screen.session) == ()
    assert screen.tap(seen.Back()).to is None
    assert screen.tap(seen.Main()).to is (To.MENU if changed else To.LEAVE)


@pytest.mark.parametrize("trouble", list(seen.Trouble))
def test_only_another_manifest_may_be_begun_again(trouble: seen.Trouble) -> None:
    changed = trouble is seen.Trouble.MANIFEST
    problem = ServiceProblem.CHANGED if changed else ServiceProblem.CANNOT_STORE
    assert failed(trouble) == Notice(problem)
