"""The one table of which screen shows what."""

from typing import Any

from kiosk.view import (
    Attract,
    ChooseItem,
    ConfirmPerson,
    Content,
    Message,
    OfferQueue,
    OutOfService,
    PaperTrouble,
    Printing,
    PutCard,
    RateVisit,
    Review,
    TakeCard,
    Waiting,
)
from ui.screens.attract import AttractScreen
from ui.screens.base import Screen
from ui.screens.choose_item import ChooseItemScreen
from ui.screens.confirm_person import ConfirmPersonScreen
from ui.screens.message import MessageScreen
from ui.screens.offer_queue import OfferQueueScreen
from ui.screens.out_of_service import OutOfServiceScreen
from ui.screens.paper_trouble import PaperTroubleScreen
from ui.screens.printing import PrintingScreen
from ui.screens.put_card import PutCardScreen
from ui.screens.rate_visit import RateVisitScreen
from ui.screens.review import ReviewScreen
from ui.screens.take_card import TakeCardScreen
from ui.screens.waiting import WaitingScreen

SCREENS: dict[type[Content], type[Screen[Any]]] = {
    Attract: AttractScreen,
    ChooseItem: ChooseItemScreen,
    PutCard: PutCardScreen,
    ConfirmPerson: ConfirmPersonScreen,
    Waiting: WaitingScreen,
    Review: ReviewScreen,
    OfferQueue: OfferQueueScreen,
    Printing: PrintingScreen,
    PaperTrouble: PaperTroubleScreen,
    RateVisit: RateVisitScreen,
    TakeCard: TakeCardScreen,
    Message: MessageScreen,
    OutOfService: OutOfServiceScreen,
}
