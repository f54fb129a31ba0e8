"""What the window shows, before the first View and between Views."""

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from PySide6.QtGui import QImage
from support.views import LANGUAGES, examples, view

from kiosk.receipts.words import CODE, SERIAL
from ui.robot import Robot
from ui.screens.table import SCREENS
from view import Content, MainAction, OutOfService, PutCard, Trouble


def test_every_content_has_a_screen_and_every_screen_an_example() -> None:
    kinds = set(get_args(Content))
    assert set(SCREENS) == kinds
    for language in LANGUAGES:
        assert {type(v.content) for v in examples(language).values()} == kinds


def test_before_the_first_view_both_languages_say_that_it_starts(kiosk: Any) -> None:
    assert kiosk.robot.screen() == "starting"
    told = " ".join(kiosk.robot.texts())
    assert "正在启动" in told
    assert "Starting" in told
    assert "12345" in told
    kiosk.robot.press_at(540, 1500)
    assert kiosk.taps == []


def test_the_starting_screen_goes_with_the_first_view(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", PutCard()))
    assert kiosk.robot.screen() == "put_card"
    assert not any("Starting" in text for text in kiosk.robot.texts())


def test_the_view_decides_the_language(kiosk: Any) -> None:
    kiosk.window.show_view(view("zh_CN", PutCard()))
    assert "请把身份证放在读卡区" in kiosk.robot.texts()
    kiosk.window.show_view(view("en", PutCard()))
    assert "Put your identity card on the card reader" in kiosk.robot.texts()
    kiosk.window.show_view(view("zh_CN", PutCard()))
    assert "请把身份证放在读卡区" in kiosk.robot.texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_queued_and_a_closed_tile_say_so_before_they_are_touched(
    kiosk: Any, language: Any
) -> None:
    kiosk.window.show_view(examples(language)["choose_item_3"])
    told = " ".join(kiosk.robot.texts())
    network, then, paper, hotline = {
        "zh_CN": ("网络不通", "现在可受理，联网后办理", "打印纸用完", "12123"),
        "en": ("No network", "apply now, done later", "Out of paper", "12123"),
    }[language]
    assert network in told
    assert then in told
    assert paper in told
    assert hotline in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_right_after_switching_on_nothing_is_called_a_fault(
    kiosk: Any, language: Any
) -> None:
    ready, fault = {
        "zh_CN": ("正在准备，请稍候", "暂停服务"),
        "en": ("Getting ready, one moment", "Out of service"),
    }[language]
    starting = OutOfService((Trouble.STARTING,))
    kiosk.window.show_view(view(language, starting))
    assert ready in kiosk.robot.texts()
    assert fault not in kiosk.robot.texts()
    assert "12345" not in kiosk.robot.texts()
    both = OutOfService((Trouble.PRINTER, Trouble.STARTING))
    kiosk.window.show_view(view(language, both))  # the same question with worse news
    assert fault in kiosk.robot.texts()
    assert "12345" in kiosk.robot.texts()
    kiosk.window.show_view(view(language, starting))
    assert "12345" not in kiosk.robot.texts()


@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_call_things_by_the_words_on_the_paper(
    kiosk: Any, language: Any
) -> None:
    code, serial = (words.within(language) for words in (CODE, SERIAL))
    slip, receipt = {"zh_CN": ("回执", "凭条"), "en": ("slip", "receipt")}[language]
    for name, view_ in examples(language).items():
        kiosk.window.show_view(view_)
        told = " ".join(kiosk.robot.texts()).replace("\n", " ")
        assert ("7K2M-9QPX" in told) <= (code.lower() in told.lower()), name
        assert ("20261122-03-0042" in told) <= (serial.lower() in told.lower()), name
        if name in ("printing_slip", "rate_visit_slip", "offer_queue_network"):
            assert slip in told, name
        if name in ("printing", "rate_visit", "attract_1"):
            assert receipt in told, name
            assert slip not in told, name


def test_a_code_for_staff_stands_in_small_print(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", PutCard(), staff_code="E-77"))
    assert "For staff: E-77" in kiosk.robot.texts()
    kiosk.window.show_view(view("en", PutCard()))
    assert not any("E-77" in text for text in kiosk.robot.texts())


def test_another_size_shows_the_same(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", PutCard(), main=MainAction.RETRY, back=True))
    before = kiosk.robot.texts()
    kiosk.window.resize(540, 960)
    kiosk.robot.settle()
    assert kiosk.window.look.factor == 0.5
    assert sorted(kiosk.robot.texts()) == sorted(before)


@pytest.mark.parametrize("size", [(1920, 1080), (800, 1280)])
def test_a_screen_of_another_shape_holds_the_whole_canvas(
    open_kiosk: Any, size: tuple[int, int]
) -> None:
    kiosk = open_kiosk(*size)
    kiosk.window.show_view(view("en", PutCard(), main=MainAction.RETRY))
    kiosk.robot.click("main")
    assert len(kiosk.said()) == 1
    assert kiosk.window.rect().contains(kiosk.window._canvas.geometry())


def test_the_robot_saves_the_whole_canvas_whatever_the_window(
    open_kiosk: Any, tmp_path: Path
) -> None:
    kiosk = open_kiosk(540, 960)
    kiosk.window.show_view(view("en", PutCard()))
    kiosk.robot.save(tmp_path / "screen.png")
    image = QImage(str(tmp_path / "screen.png"))
    assert (image.width(), image.height()) == (1080, 1920)
    assert len({image.pixel(x, 900) for x in range(1080)}) > 3


def test_the_robot_presses_only_what_a_finger_could(kiosk: Any) -> None:
    robot: Robot = kiosk.robot
    shown = view("en", PutCard(), main=MainAction.RETRY, cancel=True)
    kiosk.window.show_view(shown)
    with pytest.raises(LookupError):
        robot.click("back")
    kiosk.window.show_view(replace(shown, idle_left=9))
    robot.click("main")  # it is visible, but covered by the question
    assert kiosk.said() == []
    assert robot.asked_for_time()


def test_the_robot_gives_up_after_its_deadline(kiosk: Any) -> None:
    with pytest.raises(TimeoutError):
        kiosk.robot.wait_until(lambda: False, deadline=0.05)
