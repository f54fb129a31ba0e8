"""Texts for the View's enums.

Each function is called when the text is set, so that it uses the language that is on
the screen then.
"""

from PySide6.QtCore import QCoreApplication

from view import (
    CardProblem,
    ClerkStage,
    Content,
    DoorStage,
    Grade,
    MainAction,
    OfferQueue,
    Paper,
    RatingReason,
    Release,
    ServiceDoor,
    ServiceMenu,
    Task,
    Trouble,
)

translate = QCoreApplication.translate


def trouble_short(trouble: Trouble) -> str:
    """Return what is wrong, for a tile."""
    return {
        Trouble.READER: translate("Trouble", "Card reader not working"),
        Trouble.PRINTER: translate("Trouble", "Printer not working"),
        Trouble.PAPER: translate("Trouble", "Out of paper"),
        Trouble.DOCUMENT_PRINTER: translate("Trouble", "Document printer fault"),
        Trouble.LOCKER: translate("Trouble", "Locker not working"),
        Trouble.SEALING_KEY: translate("Trouble", "Not set up yet"),
        Trouble.MANIFEST: translate("Trouble", "Contents not known yet"),
        Trouble.NETWORK: translate("Trouble", "No network"),
        Trouble.CENTRAL: translate("Trouble", "Department offline"),
        Trouble.STORAGE: translate("Trouble", "Storage fault"),
        Trouble.QUEUE_FULL: translate("Trouble", "Queue is full"),
        Trouble.STARTING: translate("Trouble", "Getting ready"),
    }[trouble]


def trouble_cause(trouble: Trouble) -> str:
    """Return what is wrong, as a sentence."""
    return {
        Trouble.READER: translate("Trouble", "The card reader is not working."),
        Trouble.PRINTER: translate("Trouble", "The printer is not working."),
        Trouble.PAPER: translate("Trouble", "The printer has run out of paper."),
        Trouble.DOCUMENT_PRINTER: translate(
            "Trouble", "The printer for documents is not working."
        ),
        Trouble.LOCKER: translate("Trouble", "The locker is not working."),
        Trouble.SEALING_KEY: translate(
            "Trouble", "This terminal has not been set up yet."
        ),
        Trouble.MANIFEST: translate(
            "Trouble", "What lies in the locker is not known here yet."
        ),
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
    """Return what went wrong with the card, and what to do now."""
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
        CardProblem.EXPIRED: (
            translate("CardProblem", "This card is no longer valid."),
            translate("CardProblem", "Please use your new one, or ask at a counter."),
        ),
        CardProblem.NAME_UNPRINTABLE: (
            translate("CardProblem", "Your name cannot be printed here."),
            translate(
                "CardProblem",
                "It has a character that this terminal does not have. Please go to "
                "a counter with your card.",
            ),
        ),
    }[problem]


def paper_title(paper: Paper) -> str:
    """Return what became of the paper."""
    return {
        Paper.PRINTED: translate("Paper", "Your paper has been printed"),
        Paper.NOT_PRINTED: translate("Paper", "Nothing was printed"),
        Paper.UNCERTAIN: translate("Paper", "The paper may be incomplete"),
    }[paper]


def grade_words(grade: Grade) -> str:
    """Return the name of one of the five official grades."""
    return {
        Grade.VERY_SATISFIED: translate("Grade", "Very satisfied"),
        Grade.SATISFIED: translate("Grade", "Satisfied"),
        Grade.MOSTLY_SATISFIED: translate("Grade", "Mostly satisfied"),
        Grade.DISSATISFIED: translate("Grade", "Dissatisfied"),
        Grade.VERY_DISSATISFIED: translate("Grade", "Very dissatisfied"),
    }[grade]


def reason_words(reason: RatingReason) -> str:
    """Return a reason for a poor grade."""
    return {
        RatingReason.HARD_TO_USE: translate("RatingReason", "Hard to use"),
        RatingReason.TOO_SLOW: translate("RatingReason", "Too slow"),
        RatingReason.DEVICE_FAULT: translate("RatingReason", "Device fault"),
        RatingReason.WRONG_INFORMATION: translate("RatingReason", "Wrong information"),
        RatingReason.OTHER: translate("RatingReason", "Something else"),
    }[reason]


def main_words(action: MainAction) -> str:
    """Return what the main button does."""
    return {
        MainAction.CONFIRM: translate("MainAction", "Yes, this is me"),
        MainAction.PRINT: translate("MainAction", "Print"),
        MainAction.NEXT: translate("MainAction", "Next"),
        MainAction.PAY: translate("MainAction", "Pay"),
        MainAction.DECLARE: translate("MainAction", "I have read it and accept"),
        MainAction.GOT_IT: translate("MainAction", "Yes, I have it"),
        MainAction.GO_ON: translate("MainAction", "Not now, go on"),
        MainAction.ACCEPT: translate("MainAction", "Accept my request"),
        MainAction.RETRY: translate("MainAction", "Try again"),
        MainAction.CONTINUE: translate("MainAction", "Continue"),
        MainAction.SEND_RATING: translate("MainAction", "Send rating"),
        MainAction.SKIP_RATING: translate("MainAction", "Skip rating"),
        MainAction.FINISH: translate("MainAction", "Finish"),
        MainAction.OPEN_CELL: translate("MainAction", "Open the cell"),
    }[action]


def main_words_on(content: Content, action: MainAction) -> str:
    """Return what the main button does, in the words of the screen's question."""
    later = isinstance(content, OfferQueue) and content.pay_later
    if later and action is MainAction.ACCEPT:
        return translate("MainAction", "Give me the slip")
    if isinstance(content, ServiceMenu):
        return translate("MainAction", "Leave")
    if isinstance(content, ServiceDoor) and action is MainAction.GOT_IT:
        return {
            Task.LOAD: translate("MainAction", "Yes, it is in"),
            Task.TAKE_BACK: translate("MainAction", "Yes, I have it"),
            Task.LOOK: translate("MainAction", "Yes, it is there"),
        }[content.task]
    return main_words(action)


def back_words_on(content: Content) -> tuple[str, str]:
    """Return what the left button does, and its icon."""
    if isinstance(content, Release):
        if content.stage is DoorStage.TAKEN:
            return translate("Actions", "Open again"), "door"
        return translate("Actions", "No"), "close"
    if isinstance(content, ServiceDoor) and content.stage in _CLERK_IS_ASKED:
        return translate("Actions", "No"), "close"
    return translate("Actions", "Back"), "back"


_CLERK_IS_ASKED = (ClerkStage.ASK, ClerkStage.ASK_CLOSED)


MAIN_ICONS = {
    MainAction.CONFIRM: "check",
    MainAction.PRINT: "print",
    MainAction.NEXT: "forward",
    MainAction.PAY: "pay",
    MainAction.DECLARE: "check",
    MainAction.GOT_IT: "check",
    MainAction.GO_ON: "forward",
    MainAction.ACCEPT: "check",
    MainAction.RETRY: "forward",
    MainAction.CONTINUE: "forward",
    MainAction.SEND_RATING: "check",
    MainAction.SKIP_RATING: "forward",
    MainAction.FINISH: "check",
    MainAction.OPEN_CELL: "door",
}
