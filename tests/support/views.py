"""Example Views: one for each content and its variants, in both languages.

All people and numbers in them are invented.
"""

from dataclasses import replace

from support.answers import demo_reviews
from support.tiles import ITEMS, tiles
from support.view_examples import (
    asking_examples,
    handing_examples,
    service_examples,
)
from view import (
    Attract,
    Availability,
    CardProblem,
    ChooseItem,
    ConfirmPerson,
    Content,
    FactLine,
    Grade,
    Language,
    Leaving,
    MainAction,
    Message,
    OfferQueue,
    OutOfService,
    Paper,
    PaperTrouble,
    Printing,
    Problem,
    Progress,
    PutCard,
    RateVisit,
    RatingReason,
    Review,
    TableView,
    TakeCard,
    Trouble,
    View,
    Waiting,
)

LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")


_STATES: tuple[tuple[Availability, Trouble | None], ...] = (
    (Availability.OPEN, None),
    (Availability.QUEUED, Trouble.NETWORK),
    (Availability.CLOSED, Trouble.PAPER),
    (Availability.OPEN, None),
    (Availability.CLOSED, Trouble.CENTRAL),
    (Availability.QUEUED, Trouble.CENTRAL),
    (Availability.OPEN, None),
    (Availability.CLOSED, Trouble.LOCKER),
    (Availability.CLOSED, Trouble.STARTING),
)


def view(language: Language, content: Content, **changes: object) -> View:
    """Return a View of this content as a terminal would show it."""
    chinese = language == "zh_CN"
    base = View(
        stage=1,
        language=language,
        place="市政务服务中心 · 24 小时自助区"
        if chinese
        else "Civic Centre, 24-hour area",
        terminal="自助终端 03" if chinese else "Terminal 03",
        content=content,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def review(language: Language, rows: int = 24) -> Review:
    """Return a contribution statement of so many months."""
    chinese = language == "zh_CN"
    lines = []
    for index in range(rows):
        year, month = 2026 - index // 12, 12 - index % 12
        kind = "基本养老保险" if chinese else "Pension"
        state = "已到账" if chinese else "Received"
        lines.append((f"{year}-{month:02}", kind, "8,000.00", "640.00", state))
    return Review(
        found=True,
        title="个人缴费明细" if chinese else "Your contributions",
        department="社会保障" if chinese else "Social security",
        holder="王*明" if chinese else "Wang *",
        as_of="2026-10-31",
        facts=(
            FactLine("累计缴费" if chinese else "Months paid", "132", emphasised=True),
            FactLine(
                "参保地" if chinese else "Insured in",
                "东区" if chinese else "East District",
            ),
            FactLine("个人账户余额" if chinese else "Personal account", "¥ 61,234.50"),
        ),
        table=TableView(
            ("月份", "险种", "缴费基数", "个人缴费", "状态")
            if chinese
            else ("Month", "Insurance", "Base", "You paid", "State"),
            tuple(lines),
            frozenset({2, 3}),
        ),
        note=None,
    )


def missing(language: Language) -> Review:
    """Return a person without data."""
    full = review(language)
    note = (
        "如您在外地参保，请向参保地查询，或拨打 12333。"
        if language == "zh_CN"
        else "If you are insured elsewhere, ask there, or call 12333."
    )
    return replace(full, found=False, facts=(), table=None, note=note)


def examples(language: Language) -> dict[str, View]:
    """Return every content and variant by name, in this language."""
    chinese = language == "zh_CN"
    item, _, department = ITEMS[0][1][language]

    def step(number: int) -> Progress:
        return Progress(item, number, 5)

    shown: dict[str, View] = {}

    def add(name: str, content: Content, **changes: object) -> None:
        shown[name] = view(language, content, **changes)

    for count in (1, 2, 3, 4, 6, 9, 20):
        add(f"attract_{count}", Attract(tiles(language, count, _STATES)))
    all_open = ((Availability.OPEN, None),)
    add("attract_9_open", Attract(tiles(language, 9, all_open)))
    closed = ((Availability.CLOSED, Trouble.PRINTER),)
    queued = ((Availability.QUEUED, Trouble.NETWORK),)
    for name, count, states in (
        ("1", 1, _STATES),
        ("2", 2, _STATES),
        ("1_queued", 1, queued),
        ("1_closed", 1, closed),
        ("3", 3, _STATES),
        ("4", 4, _STATES),
        ("6", 6, _STATES),
        ("9", 9, _STATES),
        ("9_open", 9, all_open),
        ("20", 20, _STATES),
    ):
        content = ChooseItem(tiles(language, count, states))
        add(f"choose_item_{name}", content, cancel=True)
    asking = {"progress": step(1), "back": True, "cancel": True}
    add("put_card", PutCard(), **asking)
    for problem in CardProblem:
        add(f"put_card_{problem}", PutCard(problem), **asking, staff_code="E-2107")
    confirm = {"progress": step(1), "cancel": True, "main": MainAction.CONFIRM}
    number = "510411********1234"
    for name, person in (("plain", "王小明"), ("rare", "𬱖䶮𠮷㛃")):
        add(f"confirm_person_{name}", ConfirmPerson(person, number), **confirm)
    add(
        "confirm_person_long",
        ConfirmPerson("阿卜杜热合曼·吐尔逊托合提·买买提", number),
        **confirm,
    )
    asking_more = {"progress": step(1)}
    add("confirm_person_asked", ConfirmPerson("王小明", number), **asking_more)
    add("waiting", Waiting(department), progress=step(2))
    add("waiting_slow", Waiting(department, slow=True), progress=step(2), cancel=True)
    reading = {"progress": step(3), "cancel": True, "main": MainAction.PRINT}
    add("review", review(language), **reading)
    add("review_short", review(language, 3), **reading)
    add("review_missing", missing(language), **reading | {"main": MainAction.CONTINUE})
    few = review(language)
    add("review_facts", replace(few, table=None), **reading)
    many = few.facts + 7 * few.facts[1:]
    add("review_many_facts", replace(few, table=None, facts=many), **reading)
    add("review_many_facts_and_rows", replace(few, facts=many), **reading)
    large = tuple(replace(fact, emphasised=True) for fact in many)
    add("review_all_emphasised", replace(few, facts=large), **reading)
    months = "、".join(f"{n // 12}-{n % 12 + 1:02}" for n in range(24120, 24320))
    long = (*few.facts, FactLine("中断月份" if chinese else "Months not paid", months))
    add("review_long_fact", replace(few, facts=long), **reading)
    for name, answered in demo_reviews(language).items():
        add(f"review_of_{name}", answered, **reading, back=True)
    holder = "王*明" if chinese else "Wang *"
    for trouble in (Trouble.NETWORK, Trouble.CENTRAL):
        add(
            f"offer_queue_{trouble}",
            OfferQueue(trouble, holder),
            progress=step(2),
            cancel=True,
            main=MainAction.ACCEPT,
        )
    add("printing", Printing(Leaving.RECEIPT), progress=step(4))
    add("printing_slip", Printing(Leaving.SLIP), progress=step(4))
    add("printing_making", Printing(Leaving.DOCUMENT, making=True), progress=step(4))
    add("printing_document", Printing(Leaving.DOCUMENT, number=2, of=3))
    for name, (asked, more) in asking_examples(language).items():
        add(name, asked, **({"progress": step(3)} | more))
    for name, (handed, more) in handing_examples(language).items():
        add(name, handed, **({"progress": step(4)} | more))
    for name, (served, more) in service_examples(language).items():
        add(name, served, **more)
    for paper in Paper:
        for slip_code in (None, "7K2M-9QPX"):
            retry = paper is Paper.NOT_PRINTED
            add(
                f"paper_trouble_{paper}_{'slip' if slip_code else 'plain'}",
                PaperTrouble(
                    paper, Trouble.PAPER, "20261122-03-0042", slip_code, retry
                ),
                progress=step(4),
                cancel=retry,
                main=MainAction.RETRY if retry else MainAction.CONTINUE,
                staff_code="E-3301",
            )
    rating = {"progress": step(5)}
    add("rate_visit", RateVisit(True, None), **rating, main=MainAction.SKIP_RATING)
    add(
        "rate_visit_slip",
        RateVisit(True, "7K2M-9QPX", Grade.SATISFIED),
        **rating,
        main=MainAction.SEND_RATING,
    )
    add(
        "rate_visit_poor",
        RateVisit(
            True,
            "7K2M-9QPX",
            Grade.VERY_DISSATISFIED,
            frozenset({RatingReason.TOO_SLOW, RatingReason.WRONG_INFORMATION}),
        ),
        **rating,
        main=MainAction.SEND_RATING,
    )
    add("take_card", TakeCard())
    add("take_card_long", TakeCard(long=True))
    troubles = {
        Problem.READER_LOST: Trouble.READER,
        Problem.NO_ANSWER: Trouble.CENTRAL,
        Problem.CANNOT_STORE: Trouble.STORAGE,
    }
    for problem_ in Problem:
        trouble_ = troubles.get(problem_)
        add(
            f"message_{problem_}",
            Message(problem_, trouble_, "12333"),
            main=MainAction.FINISH,
            staff_code="E-4102",
        )
    add("out_of_service", OutOfService((Trouble.READER,)))
    add("out_of_service_starting", OutOfService((Trouble.STARTING,)))
    add("out_of_service_all", OutOfService(tuple(Trouble)))
    add("idle", review(language), **reading, idle_left=27)
    add("idle_no_end", RateVisit(True, None), main=MainAction.FINISH, idle_left=9)
    return shown
