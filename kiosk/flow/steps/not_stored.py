"""The screen for a request that could not be stored."""

from kiosk.flow.visit import Face, Visit
from view import MainAction, Message, Problem, Trouble


def not_stored(visit: Visit, trouble: Trouble) -> Face:
    """Report that nothing was accepted, or that a payment is valid nevertheless."""
    if visit.paid:
        message = Message(Problem.PAID_NOT_STORED, trouble, visit.item.hotline)
        return Face(message, main=MainAction.CONTINUE, cancel=False)
    message = Message(Problem.CANNOT_STORE, trouble, visit.item.hotline)
    return Face(message, main=MainAction.FINISH, cancel=False)
