"""One check's result, and what every check needs."""

from dataclasses import dataclass

from config.settings import Settings
from contract.model import Language
from kiosk.technician.remedies import Words


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Attributes:
        check: Its name.
        ok: Whether the check passed.
        detail: What was found.
        remedy: What the technician can do; empty where the check passed.
    """

    check: str
    ok: bool
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Terminal:
    """The terminal that is checked.

    Attributes:
        settings: Its settings.
        tongue: The language of details and remedies.
    """

    settings: Settings
    tongue: Language

    def say(self, zh: str, en: str) -> str:
        """Return the text in the technician's language."""
        return Words(zh, en).within(self.tongue)
