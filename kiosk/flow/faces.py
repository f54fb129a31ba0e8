"""What the screen shows, as a function of the state alone."""

from contract.service_item import ServiceItem
from kiosk.flow.preflight import availability
from kiosk.flow.state import Mode, State
from kiosk.flow.visit import Face
from view import (
    Attract,
    Availability,
    ChooseItem,
    MainAction,
    Message,
    OutOfService,
    Problem,
    Progress,
    TakeCard,
    Tile,
    Trouble,
    View,
)


def view(state: State) -> View:
    """Return the view for a state."""
    shown = face(state)
    return View(
        stage=state.stage,
        language=state.language,
        place=state.setting.place[state.language],
        terminal=state.setting.terminal,
        content=shown.content,
        progress=_progress(state),
        back=shown.back,
        cancel=shown.cancel,
        main=shown.main,
        idle_left=state.idle.left,
        staff_code=shown.staff_code,
    )


def question(state: State) -> tuple[object, ...]:
    """Return what identifies the question on a screen."""
    shown = face(state)
    return state.mode, state.visits, type(shown.content), shown.main, shown.question


def face(state: State) -> Face:
    """Return content and buttons: the current step's, or the idle terminal's."""
    if state.serving is not None:
        return state.serving.step.face(state.serving.visit)
    if state.service is not None:
        return state.service.face()
    if state.mode is Mode.TAKE_CARD:
        return Face(TakeCard(long=state.card_left), cancel=False)
    if state.mode is Mode.ANOTHER_CARD:
        message = Message(Problem.ANOTHER_CARD, None, state.setting.hotline)
        return Face(message, main=MainAction.FINISH, cancel=False)
    tiles = tuple(_tile(item, state) for item in state.setting.catalogue)
    if state.mode is Mode.CHOOSING:
        return Face(ChooseItem(tiles), back=True)
    if all(_out_of_service(tile) for tile in tiles):
        return Face(OutOfService(_troubles_of(tiles)), cancel=False)
    return Face(Attract(tiles), cancel=False)


def _out_of_service(tile: Tile) -> bool:
    """Whether it is closed for longer than a start takes."""
    closed = tile.availability is Availability.CLOSED
    return closed and tile.trouble is not Trouble.STARTING


def _troubles_of(tiles: tuple[Tile, ...]) -> tuple[Trouble, ...]:
    return tuple(sorted({tile.trouble for tile in tiles if tile.trouble}))


def _tile(item: ServiceItem, state: State) -> Tile:
    open_for, trouble = availability(item, state.troubles)
    return Tile(
        code=item.code,
        name=item.name.within(state.language),
        summary=item.summary.within(state.language),
        department=item.department.name.within(state.language),
        availability=open_for,
        trouble=trouble,
        hotline=item.hotline,
    )


def _progress(state: State) -> Progress | None:
    serving = state.serving
    if serving is None:
        return None
    return Progress(
        item=serving.visit.item.name.within(state.language),
        step=serving.index + 1,
        steps=len(serving.steps),
    )
