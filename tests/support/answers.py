"""The answers of the demonstration's department, as the screen shows them."""

from datetime import UTC, datetime

from central.demo.social_security import PEOPLE, DemoAccounts
from central.departments.social_security import STATEMENT, SocialSecurity
from contract.model import Applicant
from contract.queries import Query
from kiosk import setup
from kiosk.flow.steps.review import ReviewStep
from kiosk.flow.visit import Visit
from support.flow import setting_of
from view import Language, Review

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
_LATIN = {
    "李娜": "li_na",
    "陈𬱖": "chen_yi",
    "张伟": "zhang_wei",
    "何䶮欣": "he_yanxin",
    "买买提·艾合买提": "maimaiti",
}


def demo_reviews(language: Language) -> dict[str, Review]:
    """Return each invented person's reviews, by their Latin names."""
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
            setting=setting_of(item),
            troubles=frozenset(),
            card_lying=True,
            applicant=applicant,
            answer=answer,
        )
        content = ReviewStep().face(visit).content
        assert isinstance(content, Review)
        shown[_LATIN[name]] = content
    return shown
