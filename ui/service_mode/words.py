"""Texts for clerks.

As in `ui.words`, each function is called when the text is set.
"""

from ui.words import translate
from view import (
    ClerkStage,
    LabelProblem,
    PinProblem,
    ServiceProblem,
    Task,
)


def pin_problem(problem: PinProblem, tries_left: int | None, minutes: int) -> str:
    """Return why the service mode stays closed."""
    wrong = translate("ServicePin", "This is not the PIN.")
    left = translate("ServicePin", "Tries left: {count}")
    if problem is PinProblem.WRONG and tries_left is not None:
        return f"{wrong} {left.format(count=tries_left)}"
    locked = translate("ServicePin", "Try again in {minutes} min.")
    return {
        PinProblem.TOO_SHORT: translate("ServicePin", "A PIN has 6 to 12 digits."),
        PinProblem.WRONG: wrong,
        PinProblem.LOCKED: locked.format(minutes=minutes),
    }[problem]


def task_words(task: Task) -> str:
    """Return a task's name."""
    return {
        Task.LOAD: translate("ServiceTask", "Put documents in"),
        Task.TAKE_BACK: translate("ServiceTask", "Take overdue ones back"),
        Task.LOOK: translate("ServiceTask", "Look into unclear cells"),
    }[task]


def label_problem(problem: LabelProblem, cell: int | None) -> str:
    """Return why a document is not loaded, and what to do with it."""
    words = {
        LabelProblem.EMPTY: translate(
            "ServiceLabel", "Scan the label first, or type it."
        ),
        LabelProblem.UNKNOWN: translate(
            "ServiceLabel",
            "Not on this terminal's list. It belongs to another one.",
        ),
        LabelProblem.ALREADY_LOADED: translate(
            "ServiceLabel", "By the list, it lies in cell {cell} already."
        ),
        LabelProblem.HANDED_OUT: translate(
            "ServiceLabel", "By the list, it was handed out already."
        ),
        LabelProblem.MUST_LOOK: translate(
            "ServiceLabel", "Cell {cell} is unclear. Look into it first, in the menu."
        ),
        LabelProblem.OVERDUE: translate(
            "ServiceLabel", "Its time is over. It goes back to the department."
        ),
        LabelProblem.NO_FREE_CELL: translate(
            "ServiceLabel", "No cell is free for it. Take overdue ones back first."
        ),
        LabelProblem.UNREADABLE: translate(
            "ServiceLabel", "The code could not be read. Scan it again, or type it."
        ),
    }[problem]
    return words.format(cell=cell)


def cell_words(stage: ClerkStage, task: Task, cell: int) -> tuple[str, str]:
    """Return what to do at the cell, and further information."""
    confirm = {
        Task.LOAD: translate("ServiceDoor", "Put it into cell {cell}?"),
        Task.TAKE_BACK: translate("ServiceDoor", "Take it out of cell {cell}?"),
        Task.LOOK: translate("ServiceDoor", "Look into cell {cell}?"),
    }[task]
    do = {
        Task.LOAD: translate("ServiceDoor", "Put the envelope in"),
        Task.TAKE_BACK: translate("ServiceDoor", "Take the envelope out"),
        Task.LOOK: translate("ServiceDoor", "See whether the envelope is there"),
    }[task]
    there = translate("ServiceDoor", "Is the envelope in the cell?")
    ask = {
        Task.LOAD: there,
        Task.TAKE_BACK: translate("ServiceDoor", "Have you taken the envelope out?"),
        Task.LOOK: there,
    }[task]
    return {
        ClerkStage.CONFIRM: (
            confirm.format(cell=cell),
            translate("ServiceDoor", "Compare title and label with the envelope.")
            if task is Task.LOAD
            else translate("ServiceDoor", "The door opens as soon as you go on."),
        ),
        ClerkStage.OPENING: (
            translate("ServiceDoor", "The cell is being opened"),
            translate("ServiceDoor", "Please go to the locker."),
        ),
        ClerkStage.OPEN: (do, translate("ServiceDoor", "Then close the door.")),
        ClerkStage.CLOSE: (
            translate("ServiceDoor", "Please close the door"),
            translate("ServiceDoor", "After three minutes an alarm is given."),
        ),
        ClerkStage.STUCK: (
            translate("ServiceDoor", "The door did not open"),
            translate("ServiceDoor", "Nothing has changed. You can try again."),
        ),
        ClerkStage.DOOR_OPEN: (
            translate("ServiceDoor", "A door stands open"),
            translate("ServiceDoor", "Please close it first, then try again."),
        ),
        ClerkStage.ASK: (
            ask,
            translate("ServiceDoor", "The door is closed. Your answer is recorded."),
        ),
        ClerkStage.ASK_CLOSED: (
            ask,
            translate(
                "ServiceDoor",
                "The door has no sensor: push it until it clicks, then answer.",
            ),
        ),
        ClerkStage.UNCLEAR: (
            translate("ServiceDoor", "This cell needs a look"),
            translate(
                "ServiceDoor",
                "The locker failed on the way. You find the cell in the menu.",
            ),
        ),
    }[stage]


def service_problem(problem: ServiceProblem) -> tuple[str, str]:
    """Return why nothing can be done, and what to do."""
    return {
        ServiceProblem.NO_PIN: (
            translate("ServiceMessage", "No PIN is set on this terminal"),
            translate(
                "ServiceMessage",
                "A technician sets it on this machine, as the user of the service:"
                " python -m kiosk service-pin",
            ),
        ),
        ServiceProblem.NO_CELLS: (
            translate("ServiceMessage", "This terminal has no cells"),
            translate(
                "ServiceMessage",
                "If it should have some, a technician enters the locker in its"
                " settings.",
            ),
        ),
        ServiceProblem.CANNOT_STORE: (
            translate("ServiceMessage", "Nothing can be recorded at the moment"),
            translate(
                "ServiceMessage",
                "So no cell is opened. Its storage is at fault: call a technician.",
            ),
        ),
        ServiceProblem.CHANGED: (
            translate("ServiceMessage", "The list has changed meanwhile"),
            translate("ServiceMessage", "No cell was opened. Please begin again."),
        ),
    }[problem]
