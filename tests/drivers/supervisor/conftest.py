"""Devices made of nothing, with their workers."""

from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from support.devices import (
    FakePrinter,
    FakeReader,
    Heard,
)

from drivers.base import Role
from drivers.supervisor import (
    CardReaderWorker,
    ReceiptPrinterWorker,
)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def reading(reader: FakeReader, heard: Heard) -> CardReaderWorker:
    return CardReaderWorker(Role.ID_CARD_READER, lambda: reader, heard)


@pytest.fixture
def printing(printer: FakePrinter, heard: Heard) -> ReceiptPrinterWorker:
    return ReceiptPrinterWorker(Role.RECEIPT_PRINTER, lambda: printer, heard)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as events:
        yield events
