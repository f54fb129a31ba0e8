"""The log: bounded, readable, and true."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui.device_panel import wire
from ui.device_panel.wire import Way, WireModel


def said(model: WireModel) -> list[str]:
    return [str(line).split(" ", 1)[1] for line in model.lines]


def ask(model: WireModel, question: str, answer: str | None) -> None:
    model.add("reader", Way.TO_DEVICE, question)
    if answer is not None:
        model.add("reader", Way.FROM_DEVICE, answer)


def test_the_log_keeps_its_newest_lines_only() -> None:
    model = WireModel()
    for number in range(wire.LONGEST_LOG + 250):
        model.add("reader", Way.AT_DEVICE, f"event {number}")
    assert model.rowCount() == wire.LONGEST_LOG
    newest = model.index(model.rowCount() - 1).data(Qt.ItemDataRole.DisplayRole)
    assert newest.endswith(f"event {wire.LONGEST_LOG + 249}")


def test_views_are_told_of_every_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST_LOG", 5)
    model = WireModel()
    # The model tester reports faults as Qt warnings, which fail the test.
    tester = QAbstractItemModelTester(model)
    for number in range(8):
        ask(model, "find", "11 bytes")
        model.add("reader", Way.AT_DEVICE, f"event {number}")
    model.clear()
    assert tester.model() is model
    assert model.rowCount() == 0


def test_a_long_text_keeps_its_ends() -> None:
    model = WireModel()
    model.add("printer", Way.TO_DEVICE, "received  data=" + "00" * 40_000 + "  end=1")
    (line,) = model.lines
    assert len(line.text) == wire.LONGEST_TEXT
    assert line.text.startswith("received  data=00")
    assert line.text.endswith("end=1")


def test_a_text_of_many_lines_is_one_line() -> None:
    model = WireModel()
    model.add("printer", Way.TROUBLE, "no paper\nat all")
    assert said(model) == ["printer              ! no paper at all"]


def test_polling_is_counted_where_it_stands() -> None:
    model = WireModel()
    for _ in range(40):
        ask(model, "find", "11 bytes")
    assert said(model) == ["reader               → find  ← 11 bytes  ×40"]


def test_another_answer_to_the_same_question_is_another_line() -> None:
    model = WireModel()
    ask(model, "find", "11 bytes")
    ask(model, "find", "11 bytes")
    ask(model, "find", "15 bytes")
    assert said(model) == [
        "reader               → find  ← 11 bytes  ×2",
        "reader               → find  ← 15 bytes",
    ]


def test_an_unanswered_question_stays_unanswered() -> None:
    model = WireModel()
    ask(model, "find", None)
    ask(model, "find", None)
    ask(model, "find", "11 bytes")
    assert said(model) == [
        "reader               → find  ×2",
        "reader               → find  ← 11 bytes",
    ]


def test_what_happened_in_between_begins_a_new_line() -> None:
    model = WireModel()
    ask(model, "find", "11 bytes")
    model.add("reader", Way.AT_DEVICE, "card li_na")
    ask(model, "find", "11 bytes")
    model.add("reader", Way.BY_HAND, "lift")
    model.add("reader", Way.BY_HAND, "lift")
    assert said(model) == [
        "reader               → find  ← 11 bytes",
        "reader               • card li_na",
        "reader               → find  ← 11 bytes",
        "reader               ▸ lift",
        "reader               ▸ lift",
    ]


def test_devices_that_talk_at_the_same_time_do_not_mix() -> None:
    model = WireModel()
    for _ in range(3):
        model.add("reader", Way.TO_DEVICE, "find")
        model.add("printer", Way.TO_DEVICE, "status 1")
        model.add("printer", Way.FROM_DEVICE, "12")
        model.add("reader", Way.FROM_DEVICE, "11 bytes")
    assert said(model) == [
        "reader               → find  ← 11 bytes  ×3",
        "printer              → status 1  ← 12  ×3",
    ]
