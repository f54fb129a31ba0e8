"""A terminal for the runtime."""

from pathlib import Path

import pytest
from support.visits import Kiosk


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path)
