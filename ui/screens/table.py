"""The table of screens by content."""

from typing import Any

from ui.screens.ask_field import AskFieldScreen
from ui.screens.attract import AttractScreen
from ui.screens.base import Screen
from ui.screens.choose_item import ChooseItemScreen
from ui.screens.choose_options import ChooseOptionsScreen
from ui.screens.confirm_person import ConfirmPersonScreen
from ui.screens.declare import DeclareScreen
from ui.screens.message import MessageScreen
from ui.screens.offer_queue import OfferQueueScreen
from ui.screens.out_of_service import OutOfServiceScreen
from ui.screens.paper_trouble import PaperTroubleScreen
from ui.screens.pay import PayScreen
from ui.screens.printing import PrintingScreen
from ui.screens.put_card import PutCardScreen
from ui.screens.rate_visit import RateVisitScreen
from ui.screens.release import ReleaseScreen
from ui.screens.review import ReviewScreen
from ui.screens.still_coming import StillComingScreen
from ui.screens.submitting import SubmittingScreen
from ui.screens.take_card import TakeCardScreen
from ui.screens.waiting import WaitingScreen
from ui.service_mode.cells import ServiceListScreen
from ui.service_mode.door import ServiceDoorScreen
from ui.service_mode.menu import ServiceMenuScreen
from ui.service_mode.message import ServiceMessageScreen
from ui.service_mode.pin import ServicePinScreen
from ui.service_mode.scan import ServiceScanScreen
from view import (
    AskField,
    Attract,
    ChooseItem,
    ChooseOptions,
    ConfirmPerson,
    Content,
    Declare,
    Message,
    OfferQueue,
    OutOfService,
    PaperTrouble,
    Pay,
    Printing,
    PutCard,
    RateVisit,
    Release,
    Review,
    ServiceDoor,
    ServiceList,
    ServiceMenu,
    ServiceMessage,
    ServicePin,
    ServiceScan,
    StillComing,
    Submitting,
    TakeCard,
    Waiting,
)

SCREENS: dict[type[Content], type[Screen[Any]]] = {
    Attract: AttractScreen,
    ChooseItem: ChooseItemScreen,
    PutCard: PutCardScreen,
    ConfirmPerson: ConfirmPersonScreen,
    StillComing: StillComingScreen,
    AskField: AskFieldScreen,
    Waiting: WaitingScreen,
    ChooseOptions: ChooseOptionsScreen,
    Review: ReviewScreen,
    Declare: DeclareScreen,
    OfferQueue: OfferQueueScreen,
    Pay: PayScreen,
    Printing: PrintingScreen,
    Release: ReleaseScreen,
    Submitting: SubmittingScreen,
    PaperTrouble: PaperTroubleScreen,
    RateVisit: RateVisitScreen,
    TakeCard: TakeCardScreen,
    Message: MessageScreen,
    OutOfService: OutOfServiceScreen,
    ServicePin: ServicePinScreen,
    ServiceMenu: ServiceMenuScreen,
    ServiceScan: ServiceScanScreen,
    ServiceList: ServiceListScreen,
    ServiceDoor: ServiceDoorScreen,
    ServiceMessage: ServiceMessageScreen,
}
