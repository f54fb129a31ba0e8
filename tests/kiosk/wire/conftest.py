"""Clients, and servers that send what a test sets."""

import socket
from collections.abc import Callable, Iterator

import pytest
from support.client import Client, Start
from support.signing import signer
from support.wire import Request, Wire

from kiosk.wire.client import CentralClient


@pytest.fixture
def client() -> Iterator[Client]:
    clients: list[CentralClient] = []

    def make(url: str, answer_timeout_s: float = 60) -> CentralClient:
        made = CentralClient(
            url,
            signer(),
            connect_timeout_s=10,
            answer_timeout_s=answer_timeout_s,
        )
        clients.append(made)
        return made

    yield make
    for each in clients:
        each.close()


@pytest.fixture
def start() -> Iterator[Start]:
    wires: list[Wire] = []

    def make(said: bytes | Callable[[Request, socket.socket], object]) -> Wire:
        if isinstance(said, bytes):
            wires.append(Wire(lambda _, connection: connection.sendall(said)))
        else:
            wires.append(Wire(said))
        return wires[-1]

    yield make
    for wire in wires:
        wire.close()
