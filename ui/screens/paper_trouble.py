"""A paper that did not come out properly: nothing is lost, and what to do."""

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import NOTICE, PALE_NOTICE, QUIET
from ui.theme.look import BODY, SMALL, Look
from ui.widgets.code import Code
from ui.widgets.numbered import numbered
from ui.widgets.panel import Icon, Panel, column
from ui.widgets.qr import QrCode
from ui.widgets.text import Text
from ui.words import paper_title, trouble_cause
from view import Leaving, Paper, PaperTrouble, View

_PHONE = 400


class PaperTroubleScreen(Screen[PaperTrouble]):
    """What happened, what is valid nevertheless, the code, and the next two steps."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=40, gap=20)
        self._heading = self.heading()
        self._what = self.body()
        self._safe = Text(look, BODY, bold=True, align=MIDDLE)
        self._code = Code(look)
        self._steps = [Text(look, BODY), Text(look, BODY)]
        self._serial = Text(look, SMALL, colour=QUIET, align=MIDDLE)
        panel = Panel(look)
        inside = column(look, panel, margins=(48, 40), gap=28)
        for number, words in enumerate(self._steps, start=1):
            inside.addWidget(numbered(look, number, words))
        along.addStretch(1)
        self._icon = Icon(look, "notice", 168, NOTICE, PALE_NOTICE)
        self._phone = QrCode(look, _PHONE)
        along.addWidget(self._icon, 0, MIDDLE)
        along.addWidget(self._heading)
        along.addWidget(self._what)
        along.addSpacing(look.px(16))
        along.addWidget(self._safe)
        along.addWidget(self._code)
        along.addWidget(self._phone, 0, MIDDLE)
        along.addStretch(1)
        along.addWidget(panel)
        along.addWidget(self._serial)
        along.addStretch(1)

    def present(self, content: PaperTrouble, _view: View, /) -> None:
        """Show the trouble and the steps."""
        paid = content.receipt_url is not None
        self._icon.setVisible(not paid)  # the code needs the space
        self._heading.setText(paper_title(content.paper))
        self._what.setText(trouble_cause(content.trouble))
        self._safe.setText(self._said_safe(content))
        self._phone.present(content.receipt_url or "")
        self._phone.setVisible(paid)
        code, serial = content.slip_code, content.serial
        if code is not None:
            self._code.say(self.tr("Collection code"), code, self._good_for(content))
        else:
            self._code.say(self.tr("Your receipt's serial number"), serial, "")
        self._code.setVisible(bool(code or serial) and not paid)
        for words, text in zip(self._steps, self._then(content), strict=True):
            words.setText(text)
        small = self.tr("Serial number {serial}").format(serial=serial)
        self._serial.setText(small if (code or paid) and serial else "")

    def _said_safe(self, content: PaperTrouble) -> str:
        """Return what is valid nevertheless."""
        if content.kind is Leaving.DOCUMENT:
            return self.tr("Your document is ready, and nothing is lost.")
        if content.slip_code is not None:
            return self.tr("Your request has been accepted, and nothing is lost.")
        if content.receipt_url is not None:
            return self.tr("You have paid, and nothing is lost.")
        return self.tr("Your service is finished, and nothing is lost.")

    def _good_for(self, content: PaperTrouble) -> str:
        if content.kind is Leaving.DOCUMENT:
            return self.tr("With it, or with your card, you collect it at any terminal")
        return self.tr("With it you collect the result at any terminal")

    def _then(self, content: PaperTrouble) -> tuple[str, str]:
        """Return the next two steps."""
        code = content.slip_code is not None
        if content.receipt_url is not None:
            keep = self.tr("Scan this code with your phone: it is your receipt.")
        elif code:
            keep = self.tr("Take a photo of this code, or write it down.")
        else:
            keep = self.tr("Take a photo of this number, or write it down.")
        if content.can_retry:
            then = self.tr("Tap “Try again” to print once more.")
        elif content.kind is Leaving.DOCUMENT:
            then = self.tr("Collect it whole at another terminal.")
        elif content.paper is Paper.UNCERTAIN:
            then = self.tr("Take what came out. If it is incomplete, tell the staff.")
        elif code:
            then = self.tr("If you need the slip, ask the staff with this code.")
        else:
            then = self.tr("If you need the receipt, ask the staff with this number.")
        return keep, then
