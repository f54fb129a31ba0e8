"""Starts the whole system, and ends it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from support.journeys import Begin, journeys


@pytest.fixture
def begin(tmp_path: Path, qapp: QApplication) -> Iterator[Begin]:
    """Start journeys of this test; see `journeys`."""
    with journeys(tmp_path) as start:
        yield start
