"""Offers to accept a request now and finish it later, as no answer can be had."""

from ui.screens.base import Say, Screen
from ui.theme.look import STRONG, Look
from ui.widgets.notice import Notice
from ui.widgets.numbered import numbered
from ui.widgets.panel import Panel, column
from ui.widgets.text import Text
from ui.words import trouble_cause
from view import OfferQueue, View


class OfferQueueScreen(Screen[OfferQueue]):
    """The trouble, and the three steps of doing it later."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(gap=32)
        self._notice = Notice(look, "clock")
        self._heading = self.heading()
        self._steps = [Text(look, STRONG, bold=index == 0) for index in range(3)]
        self._holder = self.body()
        panel = Panel(look)
        inside = column(look, panel, margins=(56, 72), gap=64)
        for number, words in enumerate(self._steps, start=1):
            inside.addWidget(numbered(look, number, words))
        along.addWidget(self._notice)
        along.addStretch(1)
        along.addWidget(self._heading)
        along.addWidget(self._holder)
        along.addStretch(1)
        along.addWidget(panel)
        along.addStretch(1)

    def present(self, content: OfferQueue, _view: View, /) -> None:
        """Show the trouble and the steps."""
        self._notice.say(trouble_cause(content.trouble))
        if content.pay_later:
            self._heading.setText(self.tr("You can pay later"))
            steps = (
                self.tr("You get a slip that says what is to be paid, and how."),
                self.tr("Nothing is paid now: no money is taken without the network."),
                self.tr("Then pay at any terminal: scan the slip there."),
            )
        else:
            self._heading.setText(self.tr("We can take your request now"))
            steps = (
                self.tr(
                    "Your request is accepted now, and you get a slip with a"
                    " collection code."
                ),
                self.tr("It is carried out by itself once the network is back."),
                self.tr("Then collect the result at any terminal, with this code."),
            )
        for words, text in zip(self._steps, steps, strict=True):
            words.setText(text)
        whose = self.tr("Applicant: {holder}")
        holder = content.holder
        self._holder.setText("" if holder is None else whose.format(holder=holder))
