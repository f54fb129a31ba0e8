"""Devices that the running screen has opened."""

import os
import time

from support.doctor import DEMO, kiosk, until_said

from drivers.simulators.control import ControlClient
from kiosk.demo import system as demo_system


def test_a_serving_screen_is_asked_for_its_device(system: demo_system.System) -> None:
    screen = system.processes.start("kiosk", "run", "--config", str(DEMO))
    until_said("screen")
    reader = ControlClient(system.controls["sam_reader"])
    try:
        deadline = time.monotonic() + 60
        while True:  # until the screen has opened them
            _, listed = kiosk("devices", "list")
            if all(each["state"] == "ready" for each in listed):
                break
            assert time.monotonic() < deadline, listed
        reader.do("insert", card="li_na")
        status, answer = kiosk("devices", "test", "id_card_reader")
        assert (status, answer["reading"]["name"]) == (0, "李*")
        status, answer = kiosk("devices", "test", "receipt_printer")
        assert (status, answer["reason"]) == (0, "ok")
        # The port is the screen's: opening it nevertheless is refused with a reason.
        url = os.environ["ONETRIP_DEVICES__ID_CARD_READER__URL"]
        status, answer = kiosk(
            "devices", "test", "id_card_reader", "--set", f"url={url}"
        )
        assert (status, answer["reason"]) == (1, "port_busy")
    finally:
        reader.close()
        system.processes.stop(screen)
