"""Cards are read for whoever asked, and their presence is known."""

from typing import Any

import pytest
from support.devices import (
    READING,
    SILENT,
    FakeReader,
    Heard,
    drive,
    states,
    together,
    turn,
)

from drivers.base import State
from drivers.errors import CardError, Reason
from drivers.supervisor import (
    CardFailed,
    CardLifted,
    CardRead,
    CardReaderWorker,
    CardSeen,
)


def test_presence_is_told_at_each_opening(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reader.lying = True
    drive(
        reading,
        lambda: reader.faults.update(card_present=SILENT),
        together(reader.faults.clear, reader.lift_card),
        turn,
    )
    assert heard.of(CardSeen, CardLifted) == [CardSeen(), CardLifted()]


def test_a_card_is_read_for_whoever_asked_and_its_lifting_is_seen(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    drive(reading, turn, reader.put_card, turn, reader.lift_card)
    assert heard.of(CardSeen, CardRead, CardLifted) == [
        CardLifted(),
        CardSeen(),
        CardRead("mine", READING),
        CardLifted(),
    ]


def test_one_request_reads_one_card(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    drive(reading, reader.put_card, reader.lift_card, reader.put_card, turn)
    assert len(heard.of(CardRead)) == 1


@pytest.mark.parametrize("then", ["stop", "ask"])
def test_a_card_read_for_a_visit_that_is_over_gives_only_its_presence(
    then: str, reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    end = reading.stop_reading if then == "stop" else lambda: reading.read_card("new")
    reading.read_card("old")
    reader.during["read_card"] = end
    reader.put_card()
    reader.lying = False  # put down just now, behind the look for one
    drive(reading, turn)
    assert CardSeen() in heard.events
    assert heard.of(CardRead) == []


def test_a_request_made_while_an_old_one_is_served_is_served_next(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("old")
    reader.during["read_card"] = lambda: reading.read_card("new")
    reader.put_card()
    drive(reading, reader.lift_card, reader.put_card, turn)
    assert heard.of(CardRead) == [CardRead("new", READING)]


def test_a_new_request_finds_the_old_card_lifted(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("old")
    drive(
        reading,
        reader.put_card,
        lambda: reading.read_card("new"),
        reader.lift_card,
        turn,
    )
    assert heard.of(CardSeen, CardLifted, CardRead) == [
        CardLifted(),
        CardSeen(),
        CardRead("old", READING),
        CardLifted(),
    ]


def test_a_card_that_cannot_be_read_is_known_to_lie_there(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")

    def fail() -> None:
        reader.lying = True
        reader.faults["read_card"] = CardError(Reason.CARD_UNREADABLE)

    drive(reading, fail, turn, reading.stop_reading, reader.lift_card)
    assert heard.of(CardSeen, CardLifted) == [CardLifted(), CardSeen(), CardLifted()]
    assert heard.of(CardFailed)[0] == CardFailed("mine", Reason.CARD_UNREADABLE)
    assert reader.calls.count("open") == 1, "the reader itself is well"


def test_a_card_lifted_too_soon_does_not_lie_there(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    reader.faults["read_card"] = CardError(Reason.CARD_LIFTED)
    drive(reading)
    assert heard.of(CardSeen, CardLifted, CardFailed) == [
        CardLifted(),
        CardFailed("mine", Reason.CARD_LIFTED),
    ]


def test_a_request_outlives_a_reader_that_goes_and_comes_back(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.read_card("mine")
    drive(
        reading,
        lambda: reader.faults.update(read_card=SILENT, open=SILENT),
        *[turn] * 4,
        together(reader.faults.clear, reader.put_card),
    )
    assert heard.of(CardRead) == [CardRead("mine", READING)]
    assert states(heard) == [State.READY, State.GONE, State.READY]


def test_a_card_that_a_job_left_on_the_reader_is_known_to_lie_there(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard
) -> None:
    reading.submit("job", lambda _: reader.put_card(), 60)
    drive(reading, turn, reader.lift_card)
    assert heard.of(CardSeen, CardLifted) == [CardLifted(), CardSeen(), CardLifted()]


def test_no_event_and_no_log_line_tells_who_the_card_belongs_to(
    reader: FakeReader, reading: CardReaderWorker, heard: Heard, logged: list[Any]
) -> None:
    reading.read_card("mine")
    reader.put_card()
    drive(reading, turn, lambda: reader.faults.update(card_present=SILENT), turn)
    assert heard.of(CardRead)
    told = f"{heard.events} {logged}"
    assert READING.number not in told
    assert str(READING.name) not in told
