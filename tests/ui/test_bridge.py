"""Views cross from any thread, and the newest one arrives."""

from functools import partial
from threading import Thread, get_ident

from pytestqt.qtbot import QtBot
from support.views import view

from ui.bridge import Bridge
from view import Attract, View


def numbered(stage: int) -> View:
    return view("en", Attract(()), stage=stage)


def newest_is(shown: list[View], stage: int) -> bool:
    return bool(shown) and shown[-1].stage == stage


def test_a_view_from_another_thread_is_shown_in_the_screens_own(qtbot: QtBot) -> None:
    shown: list[tuple[int, View]] = []
    bridge = Bridge(lambda v: shown.append((get_ident(), v)))
    thread = Thread(target=bridge.publish, args=(numbered(1),))
    thread.start()
    thread.join()
    assert shown == []  # not before the screen's own event loop runs
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    assert shown == [(get_ident(), numbered(1))]


def test_of_many_that_wait_the_newest_alone_is_shown(qtbot: QtBot) -> None:
    shown: list[View] = []
    bridge = Bridge(shown.append)
    for stage in range(500):
        bridge.publish(numbered(stage))
    qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    assert shown == [numbered(499)]
    bridge.publish(numbered(500))
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=20_000)
    assert shown[-1] == numbered(500)


def test_the_last_of_many_threads_is_never_lost(qtbot: QtBot) -> None:
    shown: list[View] = []
    bridge = Bridge(shown.append)
    for round_ in range(20):
        threads = [Thread(target=bridge.publish, args=(numbered(0),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        bridge.publish(numbered(round_ + 1))
        wanted = partial(newest_is, shown, round_ + 1)
        qtbot.waitUntil(wanted, timeout=20_000)
