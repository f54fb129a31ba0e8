"""The PIN, shown as dots; or how long it is locked."""

from ui.screens.base import Say, Screen
from ui.service_mode.words import pin_problem
from ui.theme.look import Look
from ui.widgets.entry import Entry
from ui.widgets.keyboard import Keyboard
from ui.widgets.notice import Notice
from ui.widgets.remark import Remark
from view import Keys, PinProblem, ServicePin, View

_BOTTOM = 24


class ServicePinScreen(Screen[ServicePin]):
    """The question above, the digits in reach."""

    def __init__(self, look: Look, say: Say) -> None:
        super().__init__(look, say)
        self._along = self.lay(top=0, gap=0)
        self._heading = self.heading()
        self._hint = self.body()
        self._entry = Entry(look)
        self._remark = Remark(look)
        self._locked = Notice(look)
        self._keyboard = Keyboard(look, Keys.DIGITS, say)
        self._built = False

    def present(self, content: ServicePin, view: View, /) -> None:
        """Ask, and show the number of digits typed."""
        if not self._built:
            self._build(view)
        self._heading.setText(self.tr("Service mode"))
        locked = content.problem is PinProblem.LOCKED
        for part in (self._entry, self._remark, self._keyboard):
            part.setVisible(not locked)
        self._locked.setVisible(locked)
        problem = ""
        if content.problem is not None:
            problem = pin_problem(
                content.problem, content.tries_left, content.minutes or 0
            )
        if locked:
            self._hint.setText(self.tr("For staff only."))
            self._locked.say(self.tr("The PIN was wrong too often"), problem)
            return
        self._hint.setText(self.tr("For staff only. Please enter the PIN."))
        self._entry.present("●" * content.typed, wrong=bool(problem))
        if problem:
            self._remark.warn(problem)
        else:
            self._remark.tell("info", "")
        self._keyboard.present("●" * content.typed)

    def _build(self, view: View) -> None:
        self._built = True
        head, words = self.head(view)
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._hint)
        words.addStretch(1)
        words.addWidget(self._locked)
        words.addWidget(self._entry)
        words.addWidget(self._remark)
        self._along.addWidget(head)
        self._along.addWidget(self._keyboard, 1)
        self._along.addStretch()  # takes the keyboard's place while it is hidden
        self._along.addSpacing(self.look.px(_BOTTOM))
