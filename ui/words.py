"""What the words of the View's enums say to a citizen.

Each function is called when the text is set, so that it speaks the language that is
on the screen then.
"""

from PySide6.QtCore import QCoreApplication

from kiosk.view import (
    AskField,
    CardProblem,
    DoorStage,
    FieldProblem,
    Grade,
    Language,
    MainAction,
    Paper,
    Pay,
    PayStage,
    Problem,
    RatingReason,
    Trouble,
)
from ui.translation import yuan

translate = QCoreApplication.translate


def trouble_short(trouble: Trouble) -> str:
    """What is wrong, for a tile."""
    return {
        Trouble.READER: translate("Trouble", "Card reader not working"),
        Trouble.PRINTER: translate("Trouble", "Printer not working"),
        Trouble.PAPER: translate("Trouble", "Out of paper"),
        Trouble.DOCUMENT_PRINTER: translate("Trouble", "No A4 printing"),
        Trouble.LOCKER: translate("Trouble", "Locker not working"),
        Trouble.MANIFEST: translate("Trouble", "Pick-up not ready"),
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
        Trouble.DOCUMENT_PRINTER: translate(
            "Trouble", "The printer for documents is not working."
        ),
        Trouble.LOCKER: translate("Trouble", "The locker is not working."),
        Trouble.MANIFEST: translate(
            "Trouble", "This terminal does not know yet what lies in its locker."
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
        CardProblem.EXPIRED: (
            translate("CardProblem", "This card is no longer valid."),
            translate("CardProblem", "Please have it renewed, and use the new one."),
        ),
    }[problem]


def problem_title(problem: Problem) -> str:
    """What happened."""
    return {
        Problem.READER_LOST: translate("Problem", "Your card could not be read"),
        Problem.NO_ANSWER: translate("Problem", "No answer for the moment"),
        Problem.CANNOT_STORE: translate("Problem", "Your request was not accepted"),
        Problem.NOTHING_THERE: translate("Problem", "Nothing lies here for you"),
        Problem.CODE_LOCKED: translate("Problem", "A wrong code too often"),
        Problem.ANOTHER_CARD: translate("Problem", "Another card was put down"),
        Problem.TAKEN_BACK: translate("Problem", "It was not picked up in time"),
        Problem.RELEASE_UNCLEAR: translate("Problem", "Staff must look at this cell"),
        Problem.ALREADY_OUT: translate("Problem", "It was picked up already"),
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
        Problem.NOTHING_THERE: translate(
            "Problem", "Your message says at which terminal your document lies."
        ),
        Problem.CODE_LOCKED: translate(
            "Problem", "Your document is safe. Please ask at a counter."
        ),
        Problem.ANOTHER_CARD: translate(
            "Problem", "The visit has ended, and nothing of it is kept here."
        ),
        Problem.TAKEN_BACK: translate(
            "Problem", "Your document is safe at the department's counter."
        ),
        Problem.RELEASE_UNCLEAR: translate(
            "Problem", "The door was opened before, and something went wrong then."
        ),
        Problem.ALREADY_OUT: translate(
            "Problem", "If you do not have it, please call at once."
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
        MainAction.NEXT: translate("MainAction", "Next"),
        MainAction.PAY: translate("MainAction", "Pay"),
        MainAction.DECLARE: translate("MainAction", "I have read it and accept"),
        MainAction.GOT_IT: translate("MainAction", "Yes, I have it"),
        MainAction.GO_ON: translate("MainAction", "Go on, take it later"),
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
    MainAction.NEXT: "forward",
    MainAction.PAY: "forward",
    MainAction.DECLARE: "check",
    MainAction.GOT_IT: "check",
    MainAction.GO_ON: "forward",
    MainAction.ACCEPT: "check",
    MainAction.RETRY: "forward",
    MainAction.CONTINUE: "forward",
    MainAction.SEND_RATING: "check",
    MainAction.SKIP_RATING: "forward",
    MainAction.FINISH: "check",
}


def field_problem(problem: FieldProblem, content: AskField) -> tuple[str, str]:
    """Why an answer cannot be taken, and what to do now."""
    limit = yuan(content.limit or 0)
    again = translate("FieldProblem", "Please check it, and type it again.")
    what, then = {
        FieldProblem.EMPTY: (
            translate("FieldProblem", "Nothing has been typed yet."),
            translate("FieldProblem", "Please answer, or go back."),
        ),
        FieldProblem.TOO_SHORT: (
            translate("FieldProblem", "That is too short."),
            again,
        ),
        FieldProblem.WRONG_CHECK: (
            translate("FieldProblem", "A digit is wrong."),
            again,
        ),
        FieldProblem.NO_SUCH_DATE: (
            translate("FieldProblem", "The date of birth in it does not exist."),
            again,
        ),
        FieldProblem.MALFORMED: (
            translate("FieldProblem", "That cannot be right."),
            again,
        ),
        FieldProblem.TOO_EARLY: (
            translate("FieldProblem", "That is too early."),
            translate("FieldProblem", "Please choose a later month."),
        ),
        FieldProblem.TOO_LATE: (
            translate("FieldProblem", "That month is not complete yet."),
            translate("FieldProblem", "Please choose an earlier month."),
        ),
        FieldProblem.TOO_LITTLE: (
            translate("FieldProblem", "The amount is too small."),
            translate("FieldProblem", "At least {limit}.").format(limit=limit),
        ),
        FieldProblem.TOO_MUCH: (
            translate("FieldProblem", "The amount is too large."),
            translate("FieldProblem", "At most {limit}.").format(limit=limit),
        ),
        FieldProblem.WRONG_CODE: (
            translate("FieldProblem", "This code does not fit."),
            translate("FieldProblem", "Tries left: {count}").format(
                count=content.tries_left or 0
            ),
        ),
        FieldProblem.NOT_FOUND: (
            translate("FieldProblem", "Nothing waits under this code."),
            again,
        ),
        FieldProblem.A_CERTIFICATE: (
            translate("FieldProblem", "That is the code of a certificate."),
            translate("FieldProblem", "Your slip has a code of its own."),
        ),
    }[problem]
    return what, then


def pay_words(content: Pay) -> tuple[str, str]:
    """How far a payment has come, and what to do now."""
    nothing = translate("Pay", "Nothing was paid.")
    if content.stage is PayStage.SCAN:
        what = translate("Pay", "Scan this code with your phone")
        if content.elsewhere:
            what = translate("Pay", "Scan the code on the display beside")
        own = translate("Pay", "Or hold your own payment code to the scanner.")
        return what, own if content.own_code else ""
    return {
        PayStage.CHOOSE_METHOD: (translate("Pay", "How would you like to pay?"), ""),
        PayStage.OPENING: (
            translate("Pay", "Asking for the bill…"),
            translate("Pay", "This takes a moment."),
        ),
        PayStage.CHARGING: (
            translate("Pay", "Your payment is being confirmed…"),
            translate("Pay", "Please confirm it on your phone if you are asked."),
        ),
        PayStage.CLOSING: (
            translate("Pay", "The order is being closed…"),
            translate("Pay", "Please do not pay it any more."),
        ),
        PayStage.DECLINED: (
            translate("Pay", "The payment was declined"),
            nothing + " " + translate("Pay", "You may try again."),
        ),
        PayStage.CLOSED: (
            translate("Pay", "The order was closed"),
            nothing + " " + translate("Pay", "You may begin again at any time."),
        ),
        PayStage.CHANGED: (
            translate("Pay", "The bill has changed meanwhile"),
            nothing + " " + translate("Pay", "Please look at it again."),
        ),
        PayStage.PAID_BEFORE: (
            translate("Pay", "This bill has been paid already"),
            nothing + " " + translate("Pay", "There is nothing more to do."),
        ),
        PayStage.REFUSED: (
            translate("Pay", "This amount cannot be paid here"),
            nothing + " " + translate("Pay", "Please ask at a counter."),
        ),
        PayStage.UNCLEAR: (
            translate("Pay", "Payment being confirmed, do not pay again"),
            translate(
                "Pay", "It ends by itself. Money that was taken for nothing comes back."
            ),
        ),
        PayStage.NO_ANSWER: (
            translate("Pay", "No order could be opened"),
            nothing + " " + translate("Pay", "Please try again later."),
        ),
    }[content.stage]


def door_words(stage: DoorStage) -> tuple[str, str]:
    """What a cell's door does, and what to do now."""
    return {
        DoorStage.OPENING: (translate("Door", "Your cell is being opened…"), ""),
        DoorStage.TAKE: (
            translate("Door", "Take your document"),
            translate("Door", "Then close the door, until it clicks."),
        ),
        DoorStage.CLOSE: (
            translate("Door", "The door is still open."),
            translate("Door", "Please close it, until it clicks."),
        ),
        DoorStage.STUCK: (
            translate("Door", "The door did not open."),
            translate("Door", "Press lightly against it, then try again."),
        ),
        DoorStage.TAKEN: (
            translate("Door", "Do you have your document?"),
            translate("Door", "With “Back” the door is opened once more."),
        ),
        DoorStage.ASK_CLOSED: (
            translate("Door", "Do you have your document, and is the door closed?"),
            translate("Door", "With “Back” you say that it did not open."),
        ),
        DoorStage.LEFT_OPEN: (
            translate("Door", "The door was left open."),
            translate("Door", "Staff have been told."),
        ),
        DoorStage.UNCLEAR: (
            translate("Door", "It is not clear what happened."),
            translate(
                "Door", "Your document is not lost: staff will look. Please call."
            ),
        ),
        DoorStage.ANOTHER_OPEN: (
            translate("Door", "Another door stands open."),
            translate("Door", "Please close it first, then try again."),
        ),
    }[stage]


def month_words(number: int) -> str:
    """The name of a month, 1 to 12."""
    return (
        translate("Month", "Jan"),
        translate("Month", "Feb"),
        translate("Month", "Mar"),
        translate("Month", "Apr"),
        translate("Month", "May"),
        translate("Month", "Jun"),
        translate("Month", "Jul"),
        translate("Month", "Aug"),
        translate("Month", "Sep"),
        translate("Month", "Oct"),
        translate("Month", "Nov"),
        translate("Month", "Dec"),
    )[number - 1]


def spoken_month(month: str, language: Language) -> str:
    """A month as people write it: 2026年3月, Mar 2026."""
    year, _, number = month.partition("-")
    if language == "zh_CN":
        return f"{year}年{int(number)}月"
    return f"{month_words(int(number))} {year}"
