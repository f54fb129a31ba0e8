"""The language of the screens; source texts are English, `locale/` has the others."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt, QTranslator

from view import Language

LOCALE = Path(__file__).parent / "locale"


class Translation:
    """Switches the application's language at run time.

    The View decides the language; call `use` first, then set the texts again.

    Raises:
        FileNotFoundError: `zh_CN.qm` has not been compiled (`make setup` does it).
    """

    def __init__(self) -> None:
        self._chinese = QTranslator()
        if not self._chinese.load(str(LOCALE / "zh_CN.qm")):
            raise FileNotFoundError("ui/locale/zh_CN.qm is missing: run `make setup`")
        self._language: Language = "en"

    def use(self, language: Language) -> None:
        """Translate into this language from now on."""
        if language == self._language:
            return
        if language == "zh_CN":
            QCoreApplication.installTranslator(self._chinese)
        else:
            QCoreApplication.removeTranslator(self._chinese)
        self._language = language

    def drop(self) -> None:
        """Restore the application's own language."""
        self.use("en")


def spoken_date(day: str, language: Language) -> str:
    """Format a date as people write it: 2026年11月22日, 22 November 2026.

    Args:
        day: `YYYY-MM-DD`; any other text is returned unchanged.
        language: The language to write it in.
    """
    when = QDate.fromString(day, Qt.DateFormat.ISODate)
    if not when.isValid():
        return day
    form = "yyyy年M月d日" if language == "zh_CN" else "d MMMM yyyy"
    return QLocale.c().toString(when, form)


def amount_text(amount: int) -> str:
    """Format an amount of fen as citizens read it: `¥ 1,234.50`."""
    return f"¥ {amount // 100:,}.{amount % 100:02d}"


def countdown(seconds: int) -> str:
    """Format seconds left as minutes and seconds: `2:05`."""
    return f"{seconds // 60}:{seconds % 60:02d}"
