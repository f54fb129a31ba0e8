"""What the words of the View's enums say to a citizen.

Each function is called when the text is set, so that it speaks the language that is
on the screen then.
"""

from PySide6.QtCore import QCoreApplication

from kiosk.view import (
    CardProblem,
    Grade,
    MainAction,
    Paper,
    Problem,
    RatingReason,
    Trouble,
)

translate = QCoreApplication.translate


def trouble_short(trouble: Trouble) -> str:
    """What is wrong, for a tile."""
    return {
        Trouble.READER: translate("Trouble", "Card reader not working"),
        Trouble.PRINTER: translate("Trouble", "Printer not working"),
        Trouble.PAPER: translate("Trouble", "Out of paper"),
        Trouble.NETWORK: translate("Trouble", "No network"),
        Trouble.CENTRAL: translate("Trouble", "Department offline"),
        Trouble.STORAGE: translate("Trouble", "Storage fault"),
        Trouble.QUEUE_FULL: translate("Trouble", "Queue is full"),
        Trouble.STARTING: translate("Trouble", "Getting ready"),
    }[trouble]


def trouble_cause(trouble: Trouble) -> str:
    """What is wrong, as a sentence."""
    return {
        Trouble.READER: translate("Trouble", "The card reader is not working."),
        Trouble.PRINTER: translate("Trouble", "The printer is not working."),
        Trouble.PAPER: translate("Trouble", "The printer has run out of paper."),
        Trouble.NETWORK: translate("Trouble", "There is no network at the moment."),
        Trouble.CENTRAL: translate(
            "Trouble", "The department's system is not answering at the moment."
        ),
        Trouble.STORAGE: translate(
            "Trouble", "This terminal cannot store requests safely at the moment."
        ),
        Trouble.QUEUE_FULL: translate(
            "Trouble", "Too many requests are waiting for the network already."
        ),
        Trouble.STARTING: translate("Trouble", "The devices are getting ready."),
    }[trouble]


def card_problem(problem: CardProblem) -> tuple[str, str]:
    """What went wrong with the card, and what to do now."""
    return {
        CardProblem.LIFTED: (
            translate("CardProblem", "The card was taken away too soon."),
            translate("CardProblem", "Put it back and leave it there for a moment."),
        ),
        CardProblem.UNREADABLE: (
            translate("CardProblem", "Your card could not be read."),
            translate("CardProblem", "Lift it, then lay it down flat again."),
        ),
        CardProblem.NOT_AUTHENTIC: (
            translate("CardProblem", "Your card could not be verified."),
            translate("CardProblem", "Try once more, or ask at a counter."),
        ),
        CardProblem.NOT_ACCEPTED: (
            translate("CardProblem", "This card cannot be used here."),
            translate("CardProblem", "Please use your resident identity card."),
        ),
        CardProblem.LIFT_FIRST: (
            translate("CardProblem", "A card is lying on the reader already."),
            translate("CardProblem", "Lift it, then put it down again to go on."),
        ),
    }[problem]


def problem_title(problem: Problem) -> str:
    """What happened."""
    return {
        Problem.READER_LOST: translate("Problem", "Your card could not be read"),
        Problem.NO_ANSWER: translate("Problem", "No answer for the moment"),
        Problem.CANNOT_STORE: translate("Problem", "Your request was not accepted"),
    }[problem]


def problem_loss(problem: Problem) -> str:
    """What was lost: nothing, or what has to be done again."""
    return {
        Problem.READER_LOST: translate(
            "Problem", "Nothing has been submitted, and nothing is lost."
        ),
        Problem.NO_ANSWER: translate(
            "Problem", "Nothing has been submitted, and nothing is lost."
        ),
        Problem.CANNOT_STORE: translate(
            "Problem", "It was not recorded here. Please apply again elsewhere."
        ),
    }[problem]


def paper_title(paper: Paper) -> str:
    """What became of the paper."""
    return {
        Paper.PRINTED: translate("Paper", "Your paper has been printed"),
        Paper.NOT_PRINTED: translate("Paper", "Nothing was printed"),
        Paper.UNCERTAIN: translate("Paper", "The paper may be incomplete"),
    }[paper]


def grade_words(grade: Grade) -> str:
    """The five official grades."""
    return {
        Grade.VERY_SATISFIED: translate("Grade", "Very satisfied"),
        Grade.SATISFIED: translate("Grade", "Satisfied"),
        Grade.MOSTLY_SATISFIED: translate("Grade", "Mostly satisfied"),
        Grade.DISSATISFIED: translate("Grade", "Dissatisfied"),
        Grade.VERY_DISSATISFIED: translate("Grade", "Very dissatisfied"),
    }[grade]


def reason_words(reason: RatingReason) -> str:
    """Why somebody was not satisfied."""
    return {
        RatingReason.HARD_TO_USE: translate("RatingReason", "Hard to use"),
        RatingReason.TOO_SLOW: translate("RatingReason", "Too slow"),
        RatingReason.DEVICE_FAULT: translate("RatingReason", "Device fault"),
        RatingReason.WRONG_INFORMATION: translate("RatingReason", "Wrong information"),
        RatingReason.OTHER: translate("RatingReason", "Something else"),
    }[reason]


def main_words(action: MainAction) -> str:
    """What the main button does."""
    return {
        MainAction.CONFIRM: translate("MainAction", "Yes, this is me"),
        MainAction.PRINT: translate("MainAction", "Print"),
        MainAction.ACCEPT: translate("MainAction", "Accept my request"),
        MainAction.RETRY: translate("MainAction", "Try again"),
        MainAction.CONTINUE: translate("MainAction", "Continue"),
        MainAction.SEND_RATING: translate("MainAction", "Send rating"),
        MainAction.SKIP_RATING: translate("MainAction", "Skip rating"),
        MainAction.FINISH: translate("MainAction", "Finish"),
    }[action]


MAIN_ICONS = {
    MainAction.CONFIRM: "check",
    MainAction.PRINT: "print",
    MainAction.ACCEPT: "check",
    MainAction.RETRY: "forward",
    MainAction.CONTINUE: "forward",
    MainAction.SEND_RATING: "check",
    MainAction.SKIP_RATING: "forward",
    MainAction.FINISH: "check",
}
