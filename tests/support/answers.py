"""What the demonstration's department really answers, as the screen shows it."""

from datetime import UTC, datetime

from central.contract.model import Applicant
from central.contract.queries import Query
from central.departments.demo.social_security import PEOPLE, DemoAccounts
from central.departments.social_security import STATEMENT, SocialSecurity
from kiosk import setup
from kiosk.flow.steps.review import Review
from kiosk.flow.visit import Visit
from kiosk.view import Language
from kiosk.view import Review as ReviewContent

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
_LATIN = {
    "李娜": "li_na",
    "陈𬱖": "chen_yi",
    "张伟": "zhang_wei",
    "何䶮欣": "he_yanxin",
    "买买提·艾合买提": "maimaiti",
}


def demo_reviews(language: Language) -> dict[str, ReviewContent]:
    """By the Latin names of the invented people, what each reads about themselves."""
    department = SocialSecurity(DemoAccounts())
    (item,) = (each for each in setup.catalogue() if each.code == STATEMENT)
    shown = {}
    for number, person in PEOPLE.items():
        (name,) = person.names
        applicant = Applicant(number=number, name=name)
        answer = department.answer(Query(item=STATEMENT, applicant=applicant), NOW)
        visit = Visit(
            number=1,
            item=item,
            language=language,
            way_out_s=5,
            troubles=frozenset(),
            card_lying=True,
            applicant=applicant,
            answer=answer,
        )
        content = Review().face(visit).content
        assert isinstance(content, ReviewContent)
        shown[_LATIN[name]] = content
    return shown
