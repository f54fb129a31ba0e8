"""`rate`: 好差评, one of five grades; it can be skipped."""

from dataclasses import dataclass, replace
from typing import ClassVar

import view as seen
from contract.records import Grade, RatingBody, RatingReason
from kiosk.flow.actions import StoreRating
from kiosk.flow.events import Event, RecordStored, StoreFailed, Tapped
from kiosk.flow.move import Move
from kiosk.flow.visit import Face, To, Visit, VisitMove
from view import Main, MainAction, Rate, RateVisit, ToggleReason

POOR = (seen.Grade.DISSATISFIED, seen.Grade.VERY_DISSATISFIED)
"""Grades for which reasons are requested."""


@dataclass(frozen=True)
class RateStep:
    """Waits for a grade, and for reasons if it is a poor one."""

    grade: seen.Grade | None = None
    reasons: frozenset[seen.RatingReason] = frozenset()
    storing: bool = False

    asks: ClassVar[bool] = False

    @property
    def clock_runs(self) -> bool:
        """Until the rating is being stored."""
        return not self.storing

    @classmethod
    def applies(cls, visit: Visit) -> bool:
        """Return whether something was finished that can be rated."""
        return visit.case is not None

    @classmethod
    def enter(cls, visit: Visit) -> VisitMove:
        """Begin without an action."""
        return Move(visit, cls())

    def advance(self, visit: Visit, event: Event) -> VisitMove:
        """Take a grade and reasons, or skip."""
        match event:
            case Tapped(tap) if not self.storing:
                match tap.intent:
                    case Rate(grade) if grade in POOR:
                        return Move(visit, replace(self, grade=grade))
                    case Rate(grade):
                        return self._store(visit, grade, frozenset())
                    case ToggleReason(reason) if self.grade is not None:
                        reasons = self.reasons ^ {reason}
                        return Move(visit, replace(self, reasons=reasons))
                    case Main() if self.grade is not None:
                        return self._store(visit, self.grade, self.reasons)
                    case Main():
                        return Move(visit, self, to=To.NEXT)
            case RecordStored(token) | StoreFailed(token) if token.n == visit.n:
                # A rating that cannot be stored does not delay the citizen; the runtime
                # has logged why.
                return Move(visit, self, to=To.NEXT)
        return Move(visit, self)

    def _store(
        self,
        visit: Visit,
        grade: seen.Grade,
        reasons: frozenset[seen.RatingReason],
    ) -> VisitMove:
        if visit.case is None:
            raise LookupError("a rating about nothing")
        rating = RatingBody(
            about=visit.case,
            grade=Grade(grade),
            reasons=tuple(sorted(RatingReason(reason) for reason in reasons)),
        )
        asking, token = visit.asking()
        step = replace(self, grade=grade, reasons=reasons, storing=True)
        return Move(asking, step, (StoreRating(token, visit.item, rating),))

    def face(self, visit: Visit) -> Face:
        """Return the grades, and a reminder to take the paper."""
        content = RateVisit(
            paper=visit.paper_came,
            slip_code=visit.slip_code,
            grade=self.grade,
            reasons=self.reasons,
        )
        main = MainAction.SKIP_RATING
        if self.grade is not None:
            main = MainAction.SEND_RATING
        return Face(content, main=None if self.storing else main, cancel=False)
