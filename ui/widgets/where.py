"""The current item and step, in words and dots."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme.colours import EDGE, PRIMARY, QUIET
from ui.theme.look import BODY, MARGIN, SMALL, Look
from ui.widgets.panel import row
from ui.widgets.text import Text
from ui.words import translate
from view import Progress

_DOT = 20
_PACE = 36  # from one dot to the next


class Where(QWidget):
    """The zone under the bar."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        across = row(look, self, margins=(MARGIN, 0), gap=32)
        self._item = Text(look, BODY, bold=True, smallest=SMALL)
        across.addWidget(self._item, 1)
        steps = QVBoxLayout()
        steps.setSpacing(look.px(4))
        self._words = Text(
            look,
            SMALL,
            colour=QUIET,
            align=Qt.AlignmentFlag.AlignRight,
            smallest=SMALL,
        )
        self._dots = _Dots(look)
        steps.addStretch()
        steps.addWidget(self._words)
        steps.addWidget(self._dots, 0, Qt.AlignmentFlag.AlignRight)
        steps.addStretch()
        across.addLayout(steps)

    def present(self, progress: Progress | None) -> None:
        """Show the citizen's progress; nothing outside an item."""
        self.setVisible(progress is not None)
        if progress is None:
            return
        self._item.setText(progress.item)
        words = translate("Where", "Step {step} of {steps}")
        self._words.setText(words.format(step=progress.step, steps=progress.steps))
        self._dots.present(progress.step, progress.steps)


class _Dots(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._step = 0
        self._steps = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def present(self, step: int, steps: int) -> None:
        self._step, self._steps = step, steps
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = max(0, self._steps - 1) * _PACE + 40
        return QSize(self._look.px(width), self._look.px(_DOT + 4))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        px = self._look.px
        x = float(px(_DOT / 2))
        middle = self.height() / 2
        for index in range(1, self._steps + 1):
            now = index == self._step
            painter.setBrush(QColor(PRIMARY if index <= self._step else EDGE))
            if now:  # longer, so that colour is not the only sign
                radius = px(_DOT) / 2
                painter.drawRoundedRect(
                    int(x - radius),
                    int(middle - radius),
                    px(40),
                    px(_DOT),
                    radius,
                    radius,
                )
                x += px(20)
            else:
                size = px(_DOT) / 2 * (1.0 if index < self._step else 0.62)
                painter.drawEllipse(QPointF(x, middle), size, size)
            x += px(_PACE)
        painter.end()
