"""The state machine: `advance(state, event) -> (state, actions)`.

Pure: no I/O, no clock, no Qt. The runtime sends it events and performs its actions, so
that one seeded scheduler can drive it through every order of events.

It keeps five promises. An answer of another visit is dropped (`_concerns`). A visit's
data is in `State.serving` only, and `_drop` removes it. No new visit begins while a
card is known to be on the reader (`Mode.TAKE_CARD`). Once a citizen's card is lifted,
the next card is read; if it is another person's, the visit ends (`_guarded`). The
service mode opens from the attract screen only, so it never meets a visit.
"""

from dataclasses import replace

from kiosk.flow import idle
from kiosk.flow.actions import (
    Action,
    ClearCode,
    DropVisit,
    GuardCard,
    StartTimer,
    StopCode,
    StopTimer,
)
from kiosk.flow.events import (
    CardLifted,
    CardRead,
    CardSeen,
    CatalogueRenewed,
    DayBegan,
    Event,
    GuardRead,
    Tapped,
    Timer,
    TimerElapsed,
    TroublesChanged,
)
from kiosk.flow.faces import face, question, view
from kiosk.flow.preflight import availability
from kiosk.flow.service import session as service_mode
from kiosk.flow.service.base import ClerkSession
from kiosk.flow.setting import Setting
from kiosk.flow.state import Mode, Serving, State
from kiosk.flow.steps import plan
from kiosk.flow.visit import Onto, Step, To, Visit
from view import (
    Availability,
    Back,
    Begin,
    Cancel,
    Choose,
    Language,
    Main,
    OpenService,
    OutOfService,
    SwitchLanguage,
    Tap,
    Touch,
    Trouble,
)

__all__ = ["Mode", "Serving", "Setting", "State", "advance", "initial", "view"]


def initial(setting: Setting) -> State:
    """Return the state of a terminal that has just been switched on."""
    return State(setting=setting, language=setting.language)


def advance(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    """Process one event.

    Returns:
        The new state, and the actions for the runtime, in order.
    """
    if not _concerns(state, event):
        return state, ()
    new, actions = _react(state, event)
    if new.intruded and new.serving is not None and new.serving.step.clock_runs:
        new, ending = _intrude(new)
        actions = (*actions, *ending)
    if question(new) != question(state):
        new = replace(new, stage=state.stage + 1)
    clock, timers = idle.follow(
        new.idle,
        runs=_clock_runs(new),
        restart=isinstance(event, Tapped) or new.stage != state.stage,
        event=event,
        idle_s=_patience(new),
        prompt_s=state.setting.prompt_s,
    )
    new = replace(new, idle=clock)
    if clock.left == 0:
        ended, ending = _end(replace(new, idle=clock.stopped()))
        return replace(ended, stage=new.stage + 1), (*actions, *timers, *ending)
    return new, (*actions, *timers)


def _concerns(state: State, event: Event) -> bool:
    """Return whether an event still applies to the current state."""
    match event:
        case Tapped(Tap(_, Touch() | SwitchLanguage())):
            return True
        case Tapped(tap):
            return tap.stage == state.stage
        case (
            TroublesChanged()
            | CatalogueRenewed()
            | DayBegan()
            | CardSeen()
            | CardLifted()
            | TimerElapsed()
        ):
            return True
        case GuardRead(visit):
            return state.serving is not None and visit == state.visits
        case _:  # an answer: only for the visit or session that asked
            busy = state.serving is not None or state.service is not None
            return busy and event.token.visit == state.visits


def _react(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    match event:
        case TroublesChanged(troubles):
            return _to_step(replace(state, troubles=troubles), event)
        case CatalogueRenewed(items):
            renewed = replace(state, renewed=items)
            return _renew(renewed) if _nothing_begun(state) else renewed, ()
        case DayBegan(today):
            return replace(state, today=today), ()
        case CardSeen():
            seen = replace(state, card_lying=True)
            return _take_card(seen) if _nothing_begun(state) else (seen, ())
        case CardLifted():
            lifted = replace(state, card_lying=False)
            if state.mode is Mode.TAKE_CARD:
                return _attract(lifted)
            stepped, actions = _to_step(lifted, event)
            guarded, guard = _guarded(stepped)
            return guarded, (*actions, *guard)
        case GuardRead(_, number):
            return _recognise(replace(state, card_lying=True), number), ()
        case CardRead():
            return _to_step(replace(state, card_lying=True), event)
        case TimerElapsed(Timer.CARD_LEFT):
            return replace(state, card_left=True), ()
        case TimerElapsed(Timer.IDLE | Timer.TICK):
            return state, ()
        case Tapped(tap):
            return _tapped(state, event, tap)
        case _:
            return _to_step(state, event)


def _nothing_begun(state: State) -> bool:
    """Whether nobody has begun anything, or could while the devices are starting."""
    if state.mode is Mode.CHOOSING:
        return Trouble.STARTING in state.troubles
    return state.mode is Mode.ATTRACT


def _tapped(state: State, event: Tapped, tap: Tap) -> tuple[State, tuple[Action, ...]]:
    if state.idle.left is not None and not isinstance(tap.intent, Cancel):
        return state, ()  # the tap that dismisses the idle prompt does nothing else
    match tap.intent:
        case Touch():
            return state, ()
        case SwitchLanguage(language):
            return _speak(state, language), ()
        case Begin(language) if state.mode is Mode.ATTRACT:
            if isinstance(face(state).content, OutOfService):
                return state, ()
            return replace(_speak(state, language), mode=Mode.CHOOSING), ()
        case OpenService() if state.mode is Mode.ATTRACT:
            return _open_service(state)
        case Choose(code) if state.mode is Mode.CHOOSING:
            return _begin(state, code)
        case Back() if state.mode is Mode.CHOOSING:
            return _end(state)
        case Main() if state.mode is Mode.ANOTHER_CARD:
            return _end(state)
        case Cancel() if face(state).cancel or state.idle.left is not None:
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
        setting=state.setting,
        troubles=state.troubles,
        card_lying=state.card_lying,
        today=state.today,
    )
    started = replace(state, mode=Mode.SERVING, visits=visit.number)
    return _enter(started, visit, plan(items[code]), 0, forward=True)


def _open_service(state: State) -> tuple[State, tuple[Action, ...]]:
    session = ClerkSession(
        number=state.visits + 1,
        language=state.language,
        setting=state.setting,
    )
    service, actions = service_mode.begin(session)
    opened = replace(state, mode=Mode.SERVICE, visits=session.number, service=service)
    return opened, actions


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
            serving = Serving(move.subject, steps, index, move.part)
            return replace(state, serving=serving), move.actions
        index += 1 if forward else -1
    if forward:
        return _end(state)
    # Back from the first question: the tiles again. The visit ends, so that answers to
    # its questions cannot reach the next one.
    dropped, actions = _drop(replace(state, mode=Mode.CHOOSING))
    return dropped, actions


def _to_step(state: State, event: Event) -> tuple[State, tuple[Action, ...]]:
    """Pass an event to the current step, and go where its move leads."""
    if state.service is not None:
        service, actions = service_mode.advance(state.service, event)
        if service is not None:
            return replace(state, service=service), actions
        ended, ending = _end(state)
        return ended, (*actions, *ending)
    serving = state.serving
    if serving is None:
        return state, ()
    visit = replace(
        serving.visit,
        troubles=state.troubles,
        card_lying=state.card_lying,
        language=state.language,
    )
    move = serving.step.advance(visit, event)
    if move.to is To.END:
        ended, actions = _end(state)
        return ended, (*move.actions, *actions)
    if move.to is None:
        stays = replace(serving, visit=move.subject, step=move.part)
        return replace(state, serving=stays), move.actions
    steps, index = serving.steps, serving.index
    if isinstance(move.to, Onto):
        steps, index = move.to.steps, 0
    forward = move.to is not To.BACK
    index += 1 if forward else -1
    entered, actions = _enter(state, move.subject, steps, index, forward=forward)
    return entered, (*move.actions, *actions)


def _guarded(state: State) -> tuple[State, tuple[Action, ...]]:
    """Read the next card after a citizen's own was lifted, to check whose it is."""
    serving = state.serving
    if serving is None or serving.visit.applicant is None or serving.visit.code:
        return state, ()
    return state, (GuardCard(serving.visit.number),)


def _recognise(state: State, number: str) -> State:
    serving = state.serving
    if serving is None or serving.visit.applicant is None:
        return state
    return replace(state, intruded=serving.visit.applicant.number != number)


def _intrude(state: State) -> tuple[State, tuple[Action, ...]]:
    """End the visit, with a message that reveals nothing about it."""
    return _drop(replace(state, mode=Mode.ANOTHER_CARD))


def _end(state: State) -> tuple[State, tuple[Action, ...]]:
    """End the visit, or the choosing of an item."""
    gone, actions = _drop(state)
    ended, more = _take_card(gone) if state.card_lying else _attract(gone)
    return ended, (*actions, *more)


def _drop(state: State) -> tuple[State, tuple[Action, ...]]:
    """Drop the visit: the only place where a citizen's data is dropped."""
    if state.service is not None:
        number, left = state.service.session.number, state.service.left()
        ending = (*left, StopTimer(Timer.DOOR), StopCode(), DropVisit(number))
        return replace(state, service=None), ending
    if state.serving is None:
        return state, ()
    actions = (
        StopTimer(Timer.SLOW),
        StopTimer(Timer.PAY),
        StopTimer(Timer.DOOR),
        StopCode(),
        ClearCode(),
        DropVisit(state.serving.visit.number),
    )
    return replace(state, serving=None, intruded=False), actions


def _take_card(state: State) -> tuple[State, tuple[Action, ...]]:
    timer = StartTimer(Timer.CARD_LEFT, state.stage, state.setting.card_left_s)
    return replace(state, mode=Mode.TAKE_CARD, card_left=False), (timer,)


def _attract(state: State) -> tuple[State, tuple[Action, ...]]:
    home = replace(
        _renew(state),
        mode=Mode.ATTRACT,
        language=state.setting.language,
        card_left=False,
    )
    return home, (StopTimer(Timer.CARD_LEFT),)


def _renew(state: State) -> State:
    """Use the newest catalogue; nothing is being chosen from the previous one."""
    if state.renewed is None:
        return state
    setting = replace(state.setting, catalogue=state.renewed)
    return replace(state, setting=setting, renewed=None)


def _speak(state: State, language: Language) -> State:
    spoken = replace(state, language=language)
    if state.serving is not None:
        visit = replace(state.serving.visit, language=language)
        spoken = replace(spoken, serving=replace(state.serving, visit=visit))
    if state.service is not None:
        spoken = replace(spoken, service=state.service.speaking(language))
    return spoken


def _clock_runs(state: State) -> bool:
    if state.serving is not None:
        return state.serving.step.clock_runs
    if state.service is not None:
        return state.service.clock_runs
    return state.mode in (Mode.CHOOSING, Mode.ANOTHER_CARD)


def _patience(state: State) -> float:
    """Seconds without a touch until more time is offered."""
    setting = state.setting
    return setting.idle_s if state.service is None else setting.service_idle_s
