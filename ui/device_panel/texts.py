"""The panel's texts: marked where they are written, translated where they are shown."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QLabel

CONTEXT = "DevicePanel"
LOCALE = Path(__file__).parent / "locale"


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for lupdate, which searches for this name; PySide's has no types."""
    return text


def translated(text: str) -> str:
    """Return a marked text in the panel's language."""
    return QCoreApplication.translate(CONTEXT, text)


def label(text: str, name: str) -> QLabel:
    """Return a label with a marked text; the style sheet selects it by `name`."""
    widget = QLabel(translated(text))
    widget.setObjectName(name)
    return widget


def install(application: QCoreApplication, language: str) -> QTranslator | None:
    """Install the panel's language; the source texts are English and need no file.

    Raises:
        FileNotFoundError: The translation has not been compiled (`make setup` does it).
    """
    if language == "en":
        return None
    translator = QTranslator(application)
    if not translator.load(str(LOCALE / f"{language}.qm")):
        raise FileNotFoundError(LOCALE / f"{language}.qm")
    application.installTranslator(translator)
    return translator
