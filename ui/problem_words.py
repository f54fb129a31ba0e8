"""Texts for a visit that ends early, or an answer that is not accepted.

As in `ui.words`, each function is called when the text is set.
"""

from ui.words import translate
from view import FieldProblem, Problem


def problem_title(problem: Problem) -> str:
    """Return what happened."""
    return {
        Problem.READER_LOST: translate("Problem", "Your card could not be read"),
        Problem.NO_ANSWER: translate("Problem", "No answer for the moment"),
        Problem.CANNOT_STORE: translate("Problem", "Your request was not accepted"),
        Problem.PAID_LATER: translate("Problem", "Paid: your document comes later"),
        Problem.PAID_NOT_STORED: translate("Problem", "Paid: keep your receipt"),
        Problem.NOTHING_THERE: translate("Problem", "Nothing lies here for you"),
        Problem.CODE_LOCKED: translate("Problem", "The code was wrong too often"),
        Problem.ANOTHER_CARD: translate("Problem", "Another card was put down"),
        Problem.TAKEN_BACK: translate("Problem", "Your document is at the counter"),
        Problem.RELEASE_UNCLEAR: translate("Problem", "The staff must look first"),
        Problem.ALREADY_OUT: translate("Problem", "It was collected already"),
    }[problem]


def problem_loss(problem: Problem) -> str:
    """Return what was lost: nothing, or what has to be done again."""
    nothing = translate("Problem", "Nothing has been submitted, and nothing is lost.")
    return {
        Problem.READER_LOST: nothing,
        Problem.NO_ANSWER: nothing,
        Problem.CANNOT_STORE: translate(
            "Problem", "It was not recorded here. Please apply again elsewhere."
        ),
        Problem.PAID_LATER: translate(
            "Problem",
            "It cannot be made at this moment. Your payment stands, and your request"
            " has been accepted: the receipt says how to collect the document.",
        ),
        Problem.PAID_NOT_STORED: translate(
            "Problem",
            "Your payment stands, but the request could not be recorded here. The"
            " receipt proves the payment.",
        ),
        Problem.NOTHING_THERE: translate(
            "Problem",
            "It may lie at another terminal, or not be ready yet. The notice that you"
            " got says where it is.",
        ),
        Problem.CODE_LOCKED: translate(
            "Problem",
            "So that nobody else takes it, this terminal no longer hands it out. Your"
            " document lies safely in its cell.",
        ),
        Problem.ANOTHER_CARD: translate(
            "Problem",
            "So the visit was ended, and everything about it has been cleared here.",
        ),
        Problem.TAKEN_BACK: translate(
            "Problem",
            "It was not collected in time, so the staff keep it safely for you.",
        ),
        Problem.RELEASE_UNCLEAR: translate(
            "Problem",
            "A cell was opened for you before, and whether your document came out is"
            " not known yet.",
        ),
        Problem.ALREADY_OUT: translate(
            "Problem", "It was handed out before, for this card and with its code."
        ),
    }[problem]


def problem_way(problem: Problem) -> str:
    """Return what to do now; a telephone number follows."""
    later = translate("Problem", "Try again later, ask at a counter, or call")
    return {
        Problem.READER_LOST: later,
        Problem.NO_ANSWER: later,
        Problem.CANNOT_STORE: later,
        Problem.PAID_LATER: translate("Problem", "For questions call"),
        Problem.PAID_NOT_STORED: translate(
            "Problem", "Show the receipt at a counter, or call"
        ),
        Problem.NOTHING_THERE: translate(
            "Problem", "If you are not sure, ask at a counter, or call"
        ),
        Problem.CODE_LOCKED: translate(
            "Problem", "Go to a counter with your identity card, or call"
        ),
        Problem.ANOTHER_CARD: translate(
            "Problem", "To go on, begin again with your own card. For help call"
        ),
        Problem.TAKEN_BACK: translate(
            "Problem", "Collect it there with your identity card, or call"
        ),
        Problem.RELEASE_UNCLEAR: translate(
            "Problem", "Please ask at a counter, or call"
        ),
        Problem.ALREADY_OUT: translate(
            "Problem", "If that was not you, tell the staff at once, or call"
        ),
    }[problem]


def field_problem(
    problem: FieldProblem, limit: str = "", tries_left: int | None = None
) -> tuple[str, str]:
    """Return why an answer is not accepted, and what to do.

    Args:
        problem: The problem.
        limit: The limit of an amount, formatted.
        tries_left: The tries left for a code that is counted.
    """
    words = {
        FieldProblem.EMPTY: (
            translate("FieldProblem", "There is no answer yet."),
            translate("FieldProblem", "Please give it below."),
        ),
        FieldProblem.TOO_SHORT: (
            translate("FieldProblem", "Some characters are still missing."),
            translate("FieldProblem", "Please go on typing."),
        ),
        FieldProblem.WRONG_CHECK: (
            translate("FieldProblem", "A digit is wrong."),
            translate("FieldProblem", "Compare each with your card."),
        ),
        FieldProblem.NO_SUCH_DATE: (
            translate("FieldProblem", "It holds no real date of birth."),
            translate("FieldProblem", "Compare the digits in the middle."),
        ),
        FieldProblem.MALFORMED: (
            translate("FieldProblem", "This does not fit."),
            translate("FieldProblem", "Compare each character."),
        ),
        FieldProblem.TOO_EARLY: (
            translate("FieldProblem", "This month is too early."),
            translate("FieldProblem", "Please choose a later one."),
        ),
        FieldProblem.TOO_LATE: (
            translate("FieldProblem", "This month is not complete yet."),
            translate("FieldProblem", "Please choose an earlier one."),
        ),
        FieldProblem.TOO_LITTLE: (
            translate("FieldProblem", "This is too little."),
            translate("FieldProblem", "The least is {limit}."),
        ),
        FieldProblem.TOO_MUCH: (
            translate("FieldProblem", "This is too much."),
            translate("FieldProblem", "The most is {limit}."),
        ),
        FieldProblem.WRONG_CODE: (
            translate("FieldProblem", "This code is wrong."),
            translate("FieldProblem", "Tries left: {tries}"),
        ),
        FieldProblem.NOT_FOUND: (
            translate("FieldProblem", "Nothing waits under this code."),
            translate("FieldProblem", "Compare it with your slip."),
        ),
        FieldProblem.A_CERTIFICATE: (
            translate("FieldProblem", "This is the code of a certificate."),
            translate("FieldProblem", "Please use the code of your slip."),
        ),
        FieldProblem.UNREADABLE: (
            translate("FieldProblem", "The code could not be read."),
            translate("FieldProblem", "Hold it still before the scanner, or type it."),
        ),
    }
    what, then = words[problem]
    if problem is FieldProblem.WRONG_CODE and tries_left is None:
        return what, translate("FieldProblem", "Compare each character.")
    return what, then.format(limit=limit, tries=tries_left)
