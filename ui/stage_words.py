"""Texts for each stage of a payment and of a release from a cell.

As in `ui.words`, each function is called when the text is set.
"""

from ui.words import translate
from view import DoorStage, PayCodeProblem, PayStage


def pay_code_problem(problem: PayCodeProblem) -> str:
    """Return why a scanned code cannot be used to pay, and what to do."""
    return {
        PayCodeProblem.UNREADABLE: translate(
            "Pay", "That code could not be read. Hold it still before the scanner."
        ),
        PayCodeProblem.NOT_FOR_PAYING: translate(
            "Pay", "That is no payment code that is known here. Please show another."
        ),
    }[problem]


def pay_words(stage: PayStage) -> tuple[str, str]:
    """Return what happens, and what it means for the citizen's money."""
    return {
        PayStage.CHOOSE_METHOD: (translate("Pay", "How would you like to pay?"), ""),
        PayStage.OPENING: (
            translate("Pay", "Preparing your payment …"),
            translate("Pay", "The amount is checked once more."),
        ),
        PayStage.SCAN: (translate("Pay", "Scan this code with {method}"), ""),
        PayStage.CHARGING: (
            translate("Pay", "Your payment code was read"),
            translate("Pay", "If your phone asks you, please confirm there."),
        ),
        PayStage.CLOSING: (
            translate("Pay", "Closing the order …"),
            translate("Pay", "Please do not scan its code any more."),
        ),
        PayStage.DECLINED: (
            translate("Pay", "The payment was declined"),
            translate("Pay", "Nothing was paid. You can try again."),
        ),
        PayStage.CLOSED: (
            translate("Pay", "Nothing was paid"),
            translate(
                "Pay", "The order is closed: its code can no longer be used to pay."
            ),
        ),
        PayStage.CHANGED: (
            translate("Pay", "The bill has changed meanwhile"),
            translate("Pay", "Nothing was paid. Begin again to see what it is now."),
        ),
        PayStage.PAID_BEFORE: (
            translate("Pay", "This has been paid already"),
            translate("Pay", "It was paid elsewhere. Nothing was paid here."),
        ),
        PayStage.REFUSED: (
            translate("Pay", "This amount cannot be paid here"),
            translate("Pay", "Nothing was paid. Please pay at a counter."),
        ),
        PayStage.UNCLEAR: (
            translate("Pay", "Your payment is being confirmed. Do not pay again"),
            translate(
                "Pay",
                "Please keep your slip. Once it is confirmed, your receipt waits for"
                " you at any terminal.",
            ),
        ),
        PayStage.NO_ANSWER: (
            translate("Pay", "Paying is not possible at the moment"),
            translate("Pay", "Nothing was paid. Try again later, or pay at a counter."),
        ),
    }[stage]


def door_words(stage: DoorStage, *, again: bool = True) -> tuple[str, str]:
    """Return what to do at the locker, and further information.

    Args:
        stage: The stage of the release.
        again: Whether a failed opening may be tried again.
    """
    ask_staff = translate(
        "Door", "Your document lies safely in its cell. Please ask the staff."
    )
    return {
        DoorStage.OPENING: (
            translate("Door", "Your cell is being opened"),
            translate("Door", "Please go to the locker."),
        ),
        DoorStage.TAKE: (
            translate("Door", "Take out your document"),
            translate("Door", "Then close the door."),
        ),
        DoorStage.CLOSE: (
            translate("Door", "Please close the door"),
            translate("Door", "If it stays open, the staff will be told."),
        ),
        DoorStage.STUCK: (
            translate("Door", "The door did not open"),
            translate("Door", "Nothing was handed out. You can try again.")
            if again
            else ask_staff,
        ),
        DoorStage.TAKEN: (
            translate("Door", "Do you have your document?"),
            translate(
                "Door", "The door is closed. If it lies inside still, open it again."
            ),
        ),
        DoorStage.ASK_CLOSED: (
            translate("Door", "Do you have your document, and is the door closed?"),
            translate("Door", "Push the door until it clicks, then answer here."),
        ),
        DoorStage.LEFT_OPEN: (
            translate("Door", "The door was left open"),
            translate("Door", "The staff have been told. Please close it."),
        ),
        DoorStage.UNCLEAR: (
            translate("Door", "The staff must look into the cell"),
            translate(
                "Door", "Nothing is lost. Please ask at a counter, with this number."
            ),
        ),
        DoorStage.ANOTHER_OPEN: (
            translate("Door", "Another door stands open"),
            translate("Door", "Please close it first, then try again.")
            if again
            else ask_staff,
        ),
    }[stage]
