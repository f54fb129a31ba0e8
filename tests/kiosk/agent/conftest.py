"""A terminal without a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.agents import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    made = Terminal(tmp_path)
    yield made
    made.close()
