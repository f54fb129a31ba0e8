"""Terminals with one item, and visits as far as the person is confirmed."""

from pathlib import Path
from typing import Any, NoReturn

from kiosk.errors import CentralError
from support.flow import shape
from support.visits import Kiosk
from view import (
    Attract,
    Begin,
    Choose,
    ChooseItem,
    ConfirmPerson,
    Main,
    PutCard,
    Trouble,
)


def refused(reason: str | None = None, status: int = 409) -> CentralError:
    return CentralError(Trouble.CENTRAL, "no", status=status, reason=reason)


def lost(*_: Any) -> NoReturn:
    raise CentralError(Trouble.NETWORK, "TimeoutError")


def terminal(path: Path, name: str, **setting: Any) -> Kiosk:
    return Kiosk(path, catalogue=(shape(name),), **setting)


def begin(kiosk: Kiosk) -> None:
    kiosk.shows(Attract)
    kiosk.tap(Begin("zh_CN"))
    code = kiosk.shows(ChooseItem).tiles[0].code
    kiosk.tap(Choose(code))
    kiosk.shows(PutCard)


def identify(kiosk: Kiosk) -> None:
    begin(kiosk)
    kiosk.put_card()
    kiosk.shows(ConfirmPerson, lambda view: view.main)
    kiosk.tap(Main())
