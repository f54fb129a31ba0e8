"""A tap is reported once, for the question that was on the screen."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from support.fingers import middle_of, poor, tap_at
from support.tiles import tiles
from support.views import examples, view

from view import (
    AskField,
    Attract,
    Availability,
    Back,
    Begin,
    Cancel,
    Choose,
    ChooseItem,
    ChooseOptions,
    ChooseTask,
    Collect,
    ComingLine,
    Erase,
    FieldChoice,
    FieldProblem,
    Grade,
    Key,
    Keys,
    Main,
    MainAction,
    OptionLine,
    Pay,
    PayStage,
    PickOption,
    PutCard,
    Rate,
    RatingReason,
    ServiceLine,
    ServiceList,
    ServiceMenu,
    ServicePin,
    ServiceScan,
    StillComing,
    SwitchLanguage,
    Tap,
    Task,
    ToggleOption,
    ToggleReason,
    Touch,
    UseCode,
    View,
)


def asked(keys: Keys, value: str = "", stage: int = 7) -> View:
    """A question; for a choice or a month, one with many answers."""
    answers: tuple[FieldChoice, ...] = ()
    if keys is Keys.MONTH:
        answers = (FieldChoice("2019-11", ""), FieldChoice("2026-10", ""))
    elif keys is Keys.CHOICE:
        answers = tuple(FieldChoice(f"a{n}", f"Answer {n}") for n in range(20))
    field = AskField("Which?", keys, value=value, options=answers)
    return view("en", field, stage=stage, back=True, main=MainAction.NEXT)


def to_choose(count: int, chosen: frozenset[int] = frozenset()) -> View:
    lines = tuple(
        OptionLine(
            f"V{n}", f"Thing {n}", (), 100, n in chosen, "no" if n == 1 else None
        )
        for n in range(count)
    )
    return view("en", ChooseOptions("t", "h", lines, 100 * len(chosen)), stage=7)


METHODS = (FieldChoice("wechat", "WeChat Pay"), FieldChoice("alipay", "Alipay"))
CELLS = ServiceList(
    Task.LOOK,
    (ServiceLine("a", "Passport", "EE1", 3), ServiceLine("b", "Permit", "EE2", 5)),
)
COMING = StillComing(
    "Li *",
    (
        ComingLine("Statement", "2026-11-20"),
        ComingLine("Fine", "2026-11-21", unclear=True),
        ComingLine("Fine", "2026-11-21", receipt=True),
    ),
)


@pytest.mark.parametrize(
    ("shown", "button", "intent"),
    [
        (asked(Keys.DIGITS), "key_0", Key("0")),
        (asked(Keys.DIGITS, "1"), "erase", Erase()),
        (asked(Keys.DIGITS, "1"), "clear_all", Erase(everything=True)),
        (asked(Keys.CITIZEN_NUMBER), "key_X", Key("X")),
        (asked(Keys.AMOUNT), "key_.", Key(".")),
        (asked(Keys.LETTERS), "key_Q", Key("Q")),
        (asked(Keys.PLATE), "key_川", Key("川")),
        (asked(Keys.PLATE, "川"), "key_D", Key("D")),
        (asked(Keys.PLATE, "川D8A2X"), "key_学", Key("学")),
        (asked(Keys.CHOICE), "option_a3", PickOption("a3")),
        (asked(Keys.MONTH), "month_2026-03", PickOption("2026-03")),
        (view("en", COMING, stage=7), "collect_0", Collect(0)),
        (view("en", COMING, stage=7), "collect_2", Collect(2)),
        (to_choose(3), "toggle_V2", ToggleOption("V2")),
        (view("en", PutCard(code_instead=True), stage=7), "use_code", UseCode()),
        (
            view("en", Pay(PayStage.CHOOSE_METHOD, "t", 1, METHODS), stage=7),
            "option_alipay",
            PickOption("alipay"),
        ),
        (view("en", Attract(()), stage=7), "begin_zh_CN", Begin("zh_CN")),
        (view("zh_CN", Attract(()), stage=7), "begin_en", Begin("en")),
        (view("en", PutCard(), stage=7), "language", SwitchLanguage("zh_CN")),
        (view("zh_CN", PutCard(), stage=7), "language", SwitchLanguage("en")),
        (view("en", PutCard(), stage=7, back=True), "back", Back()),
        (view("en", PutCard(), stage=7, cancel=True), "cancel", Cancel()),
        (view("en", PutCard(), stage=7, main=MainAction.RETRY), "main", Main()),
        (
            view("en", ServiceMenu(1, 2, 3, 0), stage=7),
            "task_take_back",
            ChooseTask(Task.TAKE_BACK),
        ),
        (view("en", CELLS, stage=7), "cell_1", PickOption("b")),
        (view("en", ServicePin(), stage=7), "key_5", Key("5")),
        (view("en", ServiceScan(), stage=7), "key_E", Key("E")),
        (poor(7), "grade_satisfied", Rate(Grade.SATISFIED)),
        (poor(7), "reason_too_slow", ToggleReason(RatingReason.TOO_SLOW)),
        (poor(7, idle_left=9), "end_visit", Cancel()),
        (poor(7, idle_left=9), "more_time", Touch()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_button_says_its_intent_with_the_stage(
    kiosk: Any, shown: View, button: str, intent: object
) -> None:
    kiosk.window.show_view(shown)
    kiosk.robot.click(button)
    assert kiosk.taps[-1] == Tap(7, intent)  # type: ignore[arg-type]
    assert sum(tap.intent == intent for tap in kiosk.taps) == 1


def test_a_tile_is_chosen_and_a_closed_one_cannot_be(kiosk: Any) -> None:
    shown = examples("en")["choose_item_3"]
    kiosk.window.show_view(shown)
    assert isinstance(shown.content, ChooseItem)
    open_, queued, closed = shown.content.tiles
    kiosk.robot.click(f"tile_{open_.code}")
    kiosk.robot.click(f"tile_{queued.code}")
    assert kiosk.said() == [Choose(open_.code), Choose(queued.code)]
    card = kiosk.window.findChild(QWidget, f"tile_{closed.code}")
    spot = card.mapTo(kiosk.window, card.rect().center())
    kiosk.robot.press_at(spot.x(), spot.y())
    assert len(kiosk.said()) == 2


def test_every_tile_of_many_can_be_reached(kiosk: Any) -> None:
    open_ = tiles("zh_CN", 20, ((Availability.OPEN, None),))
    kiosk.window.show_view(view("zh_CN", ChooseItem(open_), cancel=True))
    for tile in open_:
        while kiosk.robot.find(f"tile_{tile.code}") is None:
            kiosk.robot.click("page_down")
        kiosk.robot.click(f"tile_{tile.code}")
    assert kiosk.said() == [Choose(tile.code) for tile in open_]


@pytest.mark.parametrize(
    ("keys", "value", "characters"),
    [
        (Keys.DIGITS, "1", "0123456789"),
        (Keys.CITIZEN_NUMBER, "1", "0123456789X"),
        (Keys.AMOUNT, "1", "0123456789."),
        (Keys.LETTERS, "1", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (
            Keys.PLATE,
            "",
            "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使",
        ),
        (Keys.PLATE, "川", "0123456789ABCDEFGHJKLMNOPQRSTUVWXYZ"),
        (Keys.PLATE, "川D8A2", "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"),
        (
            *(Keys.PLATE, "川D8A2X"),
            "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ警学挂领港澳试超",
        ),
        (
            *(Keys.PLATE, "川S1234"),
            (*"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ警学挂领港澳试超", "应急"),
        ),
    ],
    ids=lambda value: value[:12],
)
def test_a_keyboard_has_the_keys_of_its_answers_and_no_others(
    kiosk: Any, keys: Keys, value: str, characters: Sequence[str]
) -> None:
    kiosk.window.show_view(asked(keys, value))
    kiosk.robot.settle()
    found = {
        button.objectName().removeprefix("key_")
        for button in kiosk.window.findChildren(QAbstractButton)
        if button.objectName().startswith("key_")
        and button.isVisible()
        and button.isEnabled()
    }
    assert found == set(characters)


def test_the_same_digit_twice_in_a_row_is_typed_twice_and_a_tremble_once(
    kiosk: Any,
) -> None:
    kiosk.window.show_view(asked(Keys.DIGITS))
    spot = middle_of(kiosk, "key_8")
    tap_at(kiosk, spot, 10_000)
    tap_at(kiosk, spot, 10_080)
    assert kiosk.said() == [Key("8")]
    tap_at(kiosk, spot, 10_260)
    assert kiosk.said() == [Key("8"), Key("8")]


def test_no_key_moves_while_an_answer_grows_or_is_refused(kiosk: Any) -> None:
    places = []
    for value in ("1", "12", "123456789012345678"):
        kiosk.window.show_view(asked(Keys.CITIZEN_NUMBER, value))
        places.append(middle_of(kiosk, "key_5"))
    wrong = AskField(
        "Which?", Keys.CITIZEN_NUMBER, value="1", problem=FieldProblem.WRONG_CHECK
    )
    kiosk.window.show_view(replace(asked(Keys.CITIZEN_NUMBER), content=wrong))
    places.append(middle_of(kiosk, "key_5"))
    assert len(set(places)) == 1


def test_every_answer_of_many_can_be_reached(kiosk: Any) -> None:
    kiosk.window.show_view(asked(Keys.CHOICE))
    for number in range(20):
        while kiosk.robot.find(f"option_a{number}") is None:
            kiosk.robot.click("page_down")
        kiosk.robot.click(f"option_a{number}")
    assert kiosk.said() == [PickOption(f"a{number}") for number in range(20)]


def test_months_are_turned_between_the_first_and_the_last(kiosk: Any) -> None:
    kiosk.window.show_view(asked(Keys.MONTH, "2020-02"))
    kiosk.robot.settle()
    assert kiosk.robot.find("month_2020-02") is not None
    kiosk.robot.click("year_back")
    assert kiosk.robot.find("month_2019-10") is None  # before the first
    assert kiosk.robot.find("year_back") is None
    kiosk.robot.click("month_2019-11")
    for _ in range(7):
        kiosk.robot.click("year_on")
    assert kiosk.robot.find("year_on") is None
    assert kiosk.robot.find("month_2026-11") is None  # after the last
    kiosk.robot.click("month_2026-10")
    assert kiosk.said() == [PickOption("2019-11"), PickOption("2026-10")]


def test_everything_to_choose_can_be_reached_unless_it_is_closed(kiosk: Any) -> None:
    kiosk.window.show_view(to_choose(12))
    kiosk.robot.settle()
    seen = set()
    while True:
        for number in range(12):
            if kiosk.robot.find(f"toggle_V{number}") is not None:
                seen.add(number)
        if kiosk.robot.find("page_down") is None:
            break
        kiosk.robot.click("page_down")
    assert seen == set(range(12)) - {1}


def test_a_choice_on_a_later_page_stays_in_sight(kiosk: Any) -> None:
    kiosk.window.show_view(to_choose(12))
    kiosk.robot.settle()
    while kiosk.robot.find("toggle_V11") is None:
        kiosk.robot.click("page_down")
    kiosk.robot.click("toggle_V11")
    shown = to_choose(12, frozenset({11}))
    for stage in (7, 8):  # the same question, and another one as the main button comes
        kiosk.window.show_view(replace(shown, stage=stage))
        kiosk.robot.settle()
        assert kiosk.robot.find("toggle_V11") is not None


def test_what_is_unclear_can_only_be_read(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", COMING))
    kiosk.robot.settle()
    assert kiosk.robot.find("collect_1") is None
    assert any("Do not pay again" in text for text in kiosk.robot.texts())


def test_a_clerks_task_with_nothing_to_do_cannot_be_chosen(kiosk: Any) -> None:
    kiosk.window.show_view(view("en", ServiceMenu(0, 24, 0, 0)))
    kiosk.robot.settle()
    assert kiosk.robot.find("task_load") is not None
    assert kiosk.robot.find("task_take_back") is None
    assert kiosk.robot.find("task_look") is None
    kiosk.window.show_view(view("en", ServiceMenu(0, 24, 1, 1)))  # counted already
    kiosk.robot.settle()
    assert kiosk.robot.find("task_look") is not None
