"""The paper did not come out well: nothing is lost, and this is what to do."""

from kiosk.view import Leaving, Paper, PaperTrouble, View
from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.colours import NOTICE, PALE_NOTICE, QUIET
from ui.theme.look import BODY, SMALL, Look
from ui.widgets.code import Code
from ui.widgets.numbered import numbered
from ui.widgets.panel import Icon, Panel, column
from ui.widgets.qr import QrCode
from ui.widgets.text import Text
from ui.words import paper_title, trouble_cause


class PaperTroubleScreen(Screen[PaperTrouble]):
    """What happened, what holds all the same, the code, and the next two steps."""

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
        self._phone = QrCode(look, 360)
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
        """Say all of it."""
        self._heading.setText(paper_title(content.paper))
        self._what.setText(trouble_cause(content.trouble))
        if content.slip_code is None:
            self._safe.setText(
                self.tr("Your service is finished, and nothing is lost.")
            )
            self._code.say(self.tr("Your receipt's serial number"), content.serial, "")
            keep = self.tr("Take a photo of this number, or write it down.")
        else:
            self._safe.setText(
                self.tr("Your request has been accepted, and nothing is lost.")
            )
            self._code.say(
                self.tr("Collection code"),
                content.slip_code,
                self.tr("With it you collect the result at any terminal"),
            )
            keep = self.tr("Take a photo of this code, or write it down.")
        self._icon.setVisible(content.receipt_url is None)
        self._phone.encode(content.receipt_url)
        if content.receipt_url is not None:
            self._safe.setText(self.tr("Your payment has arrived, and is not lost."))
            keep = self.tr("Scan the code: your phone keeps the receipt.")
        if content.kind is Leaving.DOCUMENT:
            self._safe.setText(self.tr("Your document is ready, and nothing is lost."))
        if content.can_retry:
            then = self.tr("Tap “Try again” to print once more.")
        elif content.kind is Leaving.DOCUMENT and content.paper is not Paper.UNCERTAIN:
            then = self.tr("Tap “Continue” for a receipt that has this code.")
        elif content.paper is Paper.UNCERTAIN:
            then = self.tr("Take what came out. If it is incomplete, tell the staff.")
        elif content.slip_code is None:
            then = self.tr("If you need the receipt, ask the staff with this number.")
        else:
            then = self.tr("If you need the slip, ask the staff with this code.")
        for words, text in zip(self._steps, (keep, then), strict=True):
            words.setText(text)
        self._code.setVisible(bool(content.slip_code or content.serial))
        serial = self.tr("Serial number {serial}").format(serial=content.serial)
        self._serial.setText(serial if content.slip_code and content.serial else "")
