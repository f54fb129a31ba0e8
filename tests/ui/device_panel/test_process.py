"""The panel as a process of its own."""

import subprocess
import sys

import pytest
from support.panel import Control, Show, Start
from support.processes import ROOT

PANEL = (sys.executable, "-m", "ui.device_panel")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own module
        [*PANEL, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_ends_with_whoever_started_it_and_the_simulator_goes_on(
    start: Start, control: Control
) -> None:
    reader = start("sam_reader")
    device = f"sam_reader={reader.control}"
    # Standard input is at its end from the beginning.
    ended = run("--follow-stdin", "--language", "en", "--device", device)
    assert ended.returncode == 0, ended.stderr
    assert control(reader).do("state")["state"]["plugged"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--device", "teapot=127.0.0.1:1"),
        ("--device", "sam_reader=nowhere"),
        ("--device", "sam_reader=127.0.0.1:1", "--geometry", "1,2"),
        ("--device", "sam_reader=127.0.0.1:1", "--language", "tlh"),
    ],
)
def test_wrong_arguments_are_explained(arguments: tuple[str, ...]) -> None:
    refused = run(*arguments)
    assert refused.returncode == 2
    assert "usage: python -m ui.device_panel" in refused.stderr


def test_it_knows_nothing_of_the_terminal() -> None:
    ours = "{'config', 'drivers', 'offline_cache', 'central', 'kiosk'}"
    code = (
        "import sys, ui.device_panel.__main__;"
        f"known = {ours} & {{name.split('.')[0] for name in sys.modules}};"
        "sys.exit(', '.join(known) or 0)"
    )
    command = [sys.executable, "-c", code]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)  # noqa: S603 - our own code


def test_closing_the_window_ends_the_panel_alone(
    show: Show, start: Start, control: Control
) -> None:
    reader = start("sam_reader")
    hands = show(sam_reader=reader.control)
    hands.until(lambda: hands.label("state") != "")
    assert hands.window.close()
    assert control(reader).do("state")["state"]["plugged"]
