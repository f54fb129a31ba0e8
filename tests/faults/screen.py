"""The real screen as a process that can be killed, with a simulated citizen inside.

`python -m faults.screen CONFIG`. A line with the simulators' controls starts a screen,
a process of its own; each further line is one visit, and where it dies; an empty object
ends the screen. It prints when a visit begins and ends, and how the screen has ended.
"""

import ctypes
import json
import os
import sys
import threading
from functools import partial
from pathlib import Path

from faults import clock
from faults.steps import die_at

import view as seen
from config.settings import Settings, load_settings
from drivers.simulators.control import ControlClient
from kiosk import app, logs
from kiosk.demo.citizen import Citizen, Patience, Visit
from ui.robot import Robot


class Returning(Citizen):
    """A citizen who takes what was left from the last visit, before anything else.

    Attributes:
        clock_steps: Whether the wall clock jumps before each action.
    """

    clock_steps = False

    def act(self, visit: Visit) -> None:
        """Do what a citizen does at this screen."""
        if self.clock_steps:
            clock.step()
        if self._robot.find("collect_0") is not None:
            self._robot.click("collect_0")
        elif isinstance(self._robot.content(), seen.PutCard):
            self._controls["sam_reader"].do("lift")
            super().act(visit)
        else:
            super().act(visit)

    def _shown(self) -> tuple[object, ...]:
        """A card that is expired in ten years can still be presented."""
        content = self._robot.content()
        if isinstance(content, seen.PutCard):
            return ("put_card", content.problem)
        return super()._shown()


def serves(robot: Robot, visit: Visit) -> bool:
    """Return whether an item can be done now, or without network."""
    content = robot.content()
    network = seen.Trouble.NETWORK if visit.offline else None
    return isinstance(content, seen.Attract) and any(
        tile.code == visit.service and tile.trouble is network for tile in content.tiles
    )


def heard() -> str:
    """Read the next line, and not a byte more: the rest is for another process."""
    line = b""
    while not line.endswith(b"\n"):
        if not (byte := os.read(0, 1)):
            return ""
        line += byte
    return line.decode()


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


_PR_SET_PTRACER, _ANY = 0x59616D61, ctypes.c_ulong(-1)  # prctl(2)


def serve(settings: Settings, addresses: dict[str, str]) -> None:
    """Be the screen, until the next line is empty."""
    # Where only parents may trace, tests must still be able to make its system calls
    # fail.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY)
    controls = {name: ControlClient(each) for name, each in addresses.items()}
    app.application()
    patience = Patience(threading.Event())
    with app.Screen(settings) as screen:
        screen.show()
        robot = Robot(screen.window)
        citizen = Returning(robot, controls, None, patience)
        while told := json.loads(heard()):
            if "look" in told:
                robot.settle()
                patience.wait(robot, lambda: robot.content() is not None)
                say(content=repr(robot.content()))
                continue
            step, citizen.clock_steps = told.pop("die_at"), told.pop("clock_steps")
            visit = Visit(**told)
            patience.wait(robot, partial(serves, robot, visit))
            if step is not None:
                die_at(step)
            say(begun=os.getpid())
            citizen.go(visit)
            say(over=True)


def main() -> None:
    """Fork a screen for each line, so that imports are loaded once."""
    settings = load_settings(Path(sys.argv[1]))
    logs.configure("json", settings.log.level, "run")
    while line := heard():
        if not (child := os.fork()):
            serve(settings, json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
