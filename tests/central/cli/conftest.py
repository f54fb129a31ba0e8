"""Commands of central within the test's process."""

from collections.abc import Callable

import pytest

from central.cli import main

Complaint = Callable[..., tuple[int, str]]


@pytest.fixture
def complaint(capsys: pytest.CaptureFixture[str]) -> Complaint:
    """Run a command that goes wrong; returns its exit code and what it complains of."""

    def run(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        assert said.out == ""
        assert "Traceback" not in said.err
        return code, said.err

    return run
