"""What a step shows where its request could not be written down."""

from kiosk.flow.visit import Face, Visit
from view import MainAction, Message, Problem, Trouble


def not_stored(visit: Visit, trouble: Trouble) -> Face:
    """Return that nothing was accepted; or that the payment stands all the same."""
    if visit.paid:
        message = Message(Problem.PAID_NOT_STORED, trouble, visit.item.hotline)
        return Face(message, main=MainAction.CONTINUE, cancel=False)
    message = Message(Problem.CANNOT_STORE, trouble, visit.item.hotline)
    return Face(message, main=MainAction.FINISH, cancel=False)
