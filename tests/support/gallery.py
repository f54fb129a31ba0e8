"""Renders every example View as a picture for review.

`QT_QPA_PLATFORM=offscreen PYTHONPATH=.:tests .venv/bin/python -m support.gallery DIR`
"""

import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QApplication

from support.kiosk_window import Kiosk
from support.views import LANGUAGES, examples


def save_gallery(folder: Path, only: str = "") -> list[Path]:
    """Write one PNG for each page of the examples whose names begin with `only`."""
    folder.mkdir(parents=True, exist_ok=True)
    kiosk = Kiosk()
    window, robot = kiosk.window, kiosk.robot
    saved = []
    for language in LANGUAGES:
        for stage, (name, view) in enumerate(examples(language).items()):
            if not name.startswith(only):
                continue
            window.show_view(replace(view, stage=stage))
            if name.startswith("waiting"):
                robot.wait_until(lambda: any("…" in text for text in robot.texts()))
            for page in count(1):
                number = f"-{page}" if page > 1 else ""
                saved.append(folder / f"{name}.{language}{number}.png")
                robot.save(saved[-1])
                if robot.find("page_down") is None or robot.asked_for_time():
                    break
                robot.click("page_down")
    window.close_for_good()
    return saved


if __name__ == "__main__":
    application = QApplication(sys.argv)
    save_gallery(Path(sys.argv[1]), *sys.argv[2:3])
