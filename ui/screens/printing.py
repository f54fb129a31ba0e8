"""A paper is being printed, and where it comes out."""

from PySide6.QtWidgets import QWidget

from ui.screens.base import MIDDLE, Say, Screen
from ui.theme.look import Look
from ui.widgets.cabinet_drawing import Cabinet, Scene
from ui.widgets.panel import column
from ui.widgets.query_picture import QueryPicture
from view import Leaving, Printing, View


class PrintingScreen(Screen[Printing]):
    """The terminal with the place lit up; before that, what is being made."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        along = self.lay(top=56)
        self._heading = self.heading()
        self._hint = self.body()
        along.addWidget(self._heading)
        along.addWidget(self._hint)
        self._making = QWidget()
        middle = column(look, self._making)
        middle.addStretch(1)
        middle.addWidget(QueryPicture(look), 0, MIDDLE)
        middle.addStretch(2)
        self._receipt = Cabinet(look, Scene.TAKE_PAPER)
        self._document = Cabinet(look, Scene.TAKE_DOCUMENT)
        for picture in (self._making, self._receipt, self._document):
            along.addWidget(picture, 1)

    def present(self, content: Printing, view: View, /) -> None:
        """Show what is being printed and where it comes out."""
        document = content.paper is Leaving.DOCUMENT
        self._making.setVisible(content.making)
        self._receipt.setVisible(not document)
        self._document.setVisible(document and not content.making)
        if content.making:
            self._heading.setText(self.tr("Your document is being made"))
            self._hint.setText(
                self.tr("This is taking longer than usual. You may wait, or cancel.")
                if view.cancel
                else self.tr("It is sealed and signed; this takes a few seconds.")
            )
            return
        self._heading.setText(
            {
                Leaving.RECEIPT: self.tr("Your receipt is being printed"),
                Leaving.SLIP: self.tr("Your slip is being printed"),
                Leaving.DOCUMENT: self.tr("Your document is being printed"),
            }[content.paper]
        )
        if content.of > 1:
            which = self.tr("Document {number} of {of}: it comes out here")
            self._hint.setText(which.format(number=content.number, of=content.of))
        elif document:
            self._hint.setText(self.tr("It comes out here. Wait until it is whole."))
        else:
            self._hint.setText(self.tr("It comes out here. Wait until it is cut off."))
