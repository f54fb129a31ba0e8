"""Starts the real screen, and prints when a citizen could first press a button."""

import sys
from pathlib import Path

from config.settings import load_settings
from kiosk import app, logs
from ui.robot import Robot

if __name__ == "__main__":
    logs.configure("json", "error", "bench")
    application = app.application()
    with app.Screen(load_settings(Path(sys.argv[1]))) as screen:
        screen.show()
        robot = Robot(screen.window)
        robot.wait_until(lambda: robot.find("begin_zh_CN") is not None, 60)
        sys.stdout.write("interactive\n")
        sys.stdout.flush()
