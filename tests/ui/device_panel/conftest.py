"""A panel beside real simulators."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from support.panel import Control, Hands, Show, Start
from support.processes import Simulator

from drivers.simulators.control import ControlClient
from ui.device_panel.window import PanelWindow


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Open a panel for simulators, given by name and address."""

    def opened(**devices: str) -> Hands:
        window = PanelWindow(devices)
        qtbot.addWidget(window)
        window.resize(900, 1000)
        window.show()
        return Hands(qtbot, window)

    return opened


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a simulator by name; all are ended after the test."""
    running: list[Simulator] = []

    def started(name: str, *arguments: str) -> Simulator:
        running.append(Simulator(f"drivers.simulators.{name}", *arguments))
        return running[-1]

    yield started
    for simulator in running:
        simulator.stop()


@pytest.fixture
def control() -> Iterator[Control]:
    """A second hand on a simulator, to see what the panel did to it."""
    open_clients: list[ControlClient] = []

    def connected(simulator: Simulator) -> ControlClient:
        open_clients.append(ControlClient(simulator.control))
        return open_clients[-1]

    yield connected
    for client in open_clients:
        client.close()
