"""Every example View as a picture, to be looked at by people.

`QT_QPA_PLATFORM=offscreen PYTHONPATH=.:tests .venv/bin/python -m support.gallery DIR`
"""

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from support.kiosk_window import Kiosk
from support.views import LANGUAGES, examples


def save_gallery(folder: Path, only: str = "") -> list[Path]:
    """Write one PNG for each example whose name begins with `only`."""
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
            saved.append(folder / f"{name}.{language}.png")
            robot.save(saved[-1])
    window.close_for_good()
    return saved


if __name__ == "__main__":
    application = QApplication(sys.argv)
    save_gallery(Path(sys.argv[1]), *sys.argv[2:3])
