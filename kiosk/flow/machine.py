"""The state machine: `advance(state, event) -> (state, actions)`, and nothing else.

Pure: no I/O, no clock, no Qt. The runtime tells it what happened and does what it
asks, so that one seeded scheduler can drive it through every order of events.

Three promises live here. An answer of another visit is dropped (`_concerns`). A
visit's data is in `State.visit` alone, and `_end` lets go of it. No new visit begins
while a card is known to lie on the reader (`Mode.TAKE_CARD`).
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from central.contract.service_item import ServiceItem
from kiosk.flow import idle
from kiosk.flow.actions import Action, DropVisit, StartTimer, StopTimer
from kiosk.flow.events import (
    CardLifted,
    CardRead,
    CardSeen,
    DayBegan,
    Event,
    Tapped,
    Timer,
    TimerElapsed,
    TroublesChanged,
)
from kiosk.flow.idle import IdleClock
from kiosk.flow.preflight import availability
from kiosk.flow.steps import plan
from kiosk.flow.visit import Face, Move, Step, To, Visit
from kiosk.view import (
    Attract,
    Availability,
    Begin,
    Cancel,
    Choose,
    ChooseItem,
    Language,
    OutOfService,
    Progress,
    SwitchLanguage,
    TakeCard,
    Tap,
    Tile,
    Touch,
    Trouble,
    View,
)
from kiosk.view import Back as BackIntent


@dataclass(frozen=True)
class Setting:
    """What does not change while the terminal runs.

    Attributes:
        idle_s: Seconds without a touch until more time is offered.
        prompt_s: Seconds that the offer counts down.
        way_out_s: Seconds of waiting until a way out is shown.
        card_left_s: Seconds after a visit until the card is asked for more loudly.
        scanner: Whether this cabinet reads codes.
        cells: How many cells it has.
        qr_beside: Whether codes are shown on a display of their own.
        door_long_s: Seconds after which an open door is spoken of more loudly.
    """

    terminal: str
    place: dict[Language, str]
    catalogue: tuple[ServiceItem, ...]
    language: Language = "zh_CN"
    idle_s: float = 60
    prompt_s: int = 30
    way_out_s: float = 5
    card_left_s: float = 20
    scanner: bool = False
    cells: int = 0
    qr_beside: bool = False
    door_long_s: float = 30


class Mode(StrEnum):
    """What the terminal is doing."""

    ATTRACT = "attract"
    CHOOSING = "choosing"
    SERVING = "serving"
    TAKE_CARD = "take_card"


@dataclass(frozen=True)
class Serving:
    """A visit, the steps it goes through, and the one it is at."""

    visit: Visit
    steps: tuple[type[Step], ...]
    index: int
    step: Step


@dataclass(frozen=True)
class State:
    """Everything that the terminal is doing now.

    Attributes:
        stage: Counts the questions shown, so that a tap made on an earlier one is
            known by it.
        visits: Number of the newest visit; each visit has another.
        card_lying: Whether the reader has seen a card that it has not seen lifted.
    """

    setting: Setting
    language: Language
    mode: Mode = Mode.ATTRACT
    serving: Serving | None = None
    troubles: frozenset[Trouble] = frozenset({Trouble.STARTING})
    stage: int = 0
    visits: int = 0
    card_lying: bool = False
    card_left: bool = False
    today: date = date.min
    idle: IdleClock = field(default_factory=IdleClock)


def initial(setting: Setting) -> State:
    """A terminal that has just been switched on and knows nothing yet."""
    return State(setting=setting, language=setting.language)


def advance(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    """Go on by one event.

    Returns:
        The new state, and what the runtime should do, in this order.
    """
    if not _concerns(state, event):
        return state, ()
    new, actions = _react(state, event)
    if _question(new) != _question(state):
        new = replace(new, stage=state.stage + 1)
    clock, timers = idle.follow(
        new.idle,
        runs=_clock_runs(new),
        restart=isinstance(event, Tapped) or new.stage != state.stage,
        event=event,
        idle_s=state.setting.idle_s,
        prompt_s=state.setting.prompt_s,
    )
    new = replace(new, idle=clock)
    if clock.left == 0:
        ended, ending = _end(replace(new, idle=clock.stopped()))
        return replace(ended, stage=new.stage + 1), (*actions, *timers, *ending)
    return new, (*actions, *timers)


def view(state: State) -> View:
    """What the screen shows of `state`."""
    face = _face(state)
    return View(
        stage=state.stage,
        language=state.language,
        place=state.setting.place[state.language],
        terminal=state.setting.terminal,
        content=face.content,
        progress=_progress(state),
        back=face.back,
        cancel=face.cancel,
        main=face.main,
        idle_left=state.idle.left,
        staff_code=face.staff_code,
    )


def _concerns(state: State, event: Event) -> bool:
    """Whether an event is still meant for what is going on now."""
    match event:
        case Tapped(Tap(_, Touch() | SwitchLanguage())):
            return True
        case Tapped(tap):
            return tap.stage == state.stage
        case (
            TroublesChanged() | DayBegan() | CardSeen() | CardLifted() | TimerElapsed()
        ):
            return True
        case _:  # an answer: only to the visit that asked
            return state.serving is not None and event.token.visit == state.visits


def _react(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    match event:
        case TroublesChanged(troubles):
            return _to_step(replace(state, troubles=troubles), event)
        case DayBegan(today):
            return replace(state, today=today), ()
        case CardSeen():
            seen = replace(state, card_lying=True)
            return _take_card(seen) if state.mode is Mode.ATTRACT else (seen, ())
        case CardLifted():
            lifted = replace(state, card_lying=False)
            if state.mode is Mode.TAKE_CARD:
                return _attract(lifted)
            return _to_step(lifted, event)
        case CardRead():
            return _to_step(replace(state, card_lying=True), event)
        case TimerElapsed(Timer.CARD_LEFT):
            return replace(state, card_left=True), ()
        case TimerElapsed(Timer.SLOW):
            return _to_step(state, event)
        case TimerElapsed():
            return state, ()
        case Tapped(tap):
            return _tapped(state, event, tap)
        case _:
            return _to_step(state, event)


def _tapped(state: State, event: Tapped, tap: Tap) -> tuple[State, tuple[Action, ...]]:
    if state.idle.left is not None and not isinstance(tap.intent, Cancel):
        return state, ()  # the tap that says "I am still here" does nothing else
    match tap.intent:
        case Touch():
            return state, ()
        case SwitchLanguage(language):
            return _speak(state, language), ()
        case Begin(language) if state.mode is Mode.ATTRACT:
            if isinstance(_face(state).content, OutOfService):
                return state, ()
            return replace(_speak(state, language), mode=Mode.CHOOSING), ()
        case Choose(code) if state.mode is Mode.CHOOSING:
            return _begin(state, code)
        case BackIntent() if state.mode is Mode.CHOOSING:
            return _end(state)
        case Cancel() if _face(state).cancel or state.idle.left is not None:
            return _end(state)
        case Cancel():
            return state, ()
        case _:
            return _to_step(state, event)


def _begin(state: State, code: str) -> tuple[State, tuple[Action, ...]]:
    items = {item.code: item for item in state.setting.catalogue}
    if code not in items:
        return state, ()
    open_for, _ = availability(items[code], state.troubles)
    if open_for is Availability.CLOSED:
        return state, ()
    visit = Visit(
        number=state.visits + 1,
        item=items[code],
        language=state.language,
        way_out_s=state.setting.way_out_s,
        troubles=state.troubles,
        card_lying=state.card_lying,
        today=state.today,
        scanner=state.setting.scanner,
        cells=state.setting.cells,
        qr_beside=state.setting.qr_beside,
        door_long_s=state.setting.door_long_s,
    )
    started = replace(state, mode=Mode.SERVING, visits=visit.number)
    return _enter(started, visit, plan(items[code]), 0, forward=True)


def _enter(
    state: State,
    visit: Visit,
    steps: tuple[type[Step], ...],
    index: int,
    *,
    forward: bool,
) -> tuple[State, tuple[Action, ...]]:
    """Enter the step at `index`, or the next one that applies to this visit."""
    while 0 <= index < len(steps):
        kind = steps[index]
        if kind.applies(visit) and (forward or kind.asks):
            move = kind.enter(visit)
            serving = Serving(move.visit, steps, index, move.step)
            return replace(state, serving=serving), move.actions
        index += 1 if forward else -1
    if forward:
        return _end(state)
    # Back from the first question: the tiles again. The visit is over, since what
    # was asked on its behalf must not answer the next one.
    choosing = replace(state, mode=Mode.CHOOSING, serving=None)
    return choosing, (DropVisit(visit.number),)


def _to_step(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    """Let the step that is on speak, and go where it says."""
    serving = state.serving
    if serving is None:
        return state, ()
    visit = replace(
        serving.visit,
        troubles=state.troubles,
        card_lying=state.card_lying,
        language=state.language,
    )
    move: Move = serving.step.advance(visit, event)
    if move.to is To.END:
        ended, actions = _end(state)
        return ended, (*move.actions, *actions)
    if move.to is To.STAY:
        stays = replace(serving, visit=move.visit, step=move.step)
        return replace(state, serving=stays), move.actions
    forward = move.to is To.NEXT
    index = serving.index + (1 if forward else -1)
    entered, actions = _enter(state, move.visit, serving.steps, index, forward=forward)
    return entered, (*move.actions, *actions)


def _end(state: State) -> tuple[State, tuple[Action, ...]]:
    """Let go of the visit: the one place where a citizen's data is dropped."""
    actions: tuple[Action, ...] = (StopTimer(Timer.SLOW),)
    if state.serving is not None:
        actions = (*actions, DropVisit(state.serving.visit.number))
    gone = replace(state, serving=None)
    ended, more = _take_card(gone) if state.card_lying else _attract(gone)
    return ended, (*actions, *more)


def _take_card(state: State) -> tuple[State, tuple[Action, ...]]:
    timer = StartTimer(Timer.CARD_LEFT, state.stage, state.setting.card_left_s)
    return replace(state, mode=Mode.TAKE_CARD, card_left=False), (timer,)


def _attract(state: State) -> tuple[State, tuple[Action, ...]]:
    home = replace(
        state,
        mode=Mode.ATTRACT,
        language=state.setting.language,
        card_left=False,
    )
    return home, (StopTimer(Timer.CARD_LEFT),)


def _speak(state: State, language: Language) -> State:
    spoken = replace(state, language=language)
    if state.serving is not None:
        visit = replace(state.serving.visit, language=language)
        spoken = replace(spoken, serving=replace(state.serving, visit=visit))
    return spoken


def _clock_runs(state: State) -> bool:
    if state.serving is not None:
        return state.serving.step.clock_runs
    return state.mode is Mode.CHOOSING


def _question(state: State) -> tuple[object, ...]:
    """What makes a screen another question than the one before."""
    face = _face(state)
    return state.mode, state.visits, type(face.content), face.main


def _face(state: State) -> Face:
    if state.serving is not None:
        return state.serving.step.face(state.serving.visit)
    if state.mode is Mode.TAKE_CARD:
        return Face(TakeCard(long=state.card_left), cancel=False)
    tiles = tuple(_tile(item, state) for item in state.setting.catalogue)
    if state.mode is Mode.CHOOSING:
        return Face(ChooseItem(tiles), back=True)
    if all(tile.availability is Availability.CLOSED for tile in tiles):
        return Face(OutOfService(_troubles_of(tiles)), cancel=False)
    return Face(Attract(tiles), cancel=False)


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
