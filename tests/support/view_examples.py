"""Example contents of the screens that ask, take payments and hand out."""

from dataclasses import replace
from typing import Any

from view import (
    AskField,
    ChooseOptions,
    ClerkStage,
    ComingLine,
    Content,
    Declare,
    DoorStage,
    FactLine,
    FieldChoice,
    FieldProblem,
    FieldWhat,
    Keys,
    LabelProblem,
    Language,
    Leaving,
    MainAction,
    OfferQueue,
    OptionLine,
    Paper,
    PaperTrouble,
    Pay,
    PayCodeProblem,
    PayStage,
    PinProblem,
    PutCard,
    Release,
    ServiceDoor,
    ServiceLine,
    ServiceList,
    ServiceMenu,
    ServiceMessage,
    ServicePin,
    ServiceProblem,
    ServiceScan,
    StillComing,
    Submitting,
    Task,
    Trouble,
)

Examples = dict[str, tuple[Content, dict[str, Any]]]

_TYPED = {
    Keys.DIGITS: "5104112026000371",
    Keys.CITIZEN_NUMBER: "51041119900307452",
    Keys.AMOUNT: "1234.5",
    Keys.LETTERS: "7K2M9QPX",
    Keys.PLATE: "川D8A2",
}

_FINISH: dict[str, Any] = {"main": MainAction.FINISH, "staff_code": "P-20261122-0042"}
_PAY_BUTTONS: dict[PayStage, dict[str, Any]] = {
    PayStage.CHOOSE_METHOD: {"back": True, "cancel": True},
    PayStage.OPENING: {},
    PayStage.SCAN: {"back": True, "staff_code": "P-20261122-0042"},
    PayStage.CHARGING: {},
    PayStage.CLOSING: {},
    PayStage.DECLINED: {"main": MainAction.RETRY, "cancel": True},
}
_DOOR_BUTTONS: dict[DoorStage, dict[str, Any]] = {
    DoorStage.STUCK: {"main": MainAction.RETRY, "staff_code": "R-20261122-0042"},
    DoorStage.TAKEN: {"main": MainAction.GOT_IT, "back": True},
    DoorStage.ASK_CLOSED: {"main": MainAction.GOT_IT, "back": True},
    DoorStage.UNCLEAR: {"main": MainAction.FINISH, "staff_code": "R-20261122-0042"},
    DoorStage.ANOTHER_OPEN: {"main": MainAction.RETRY},
}


def asking_examples(language: Language) -> Examples:
    """Return forms, codes, choices, and entitlements."""
    chinese = language == "zh_CN"

    def say(zh: str, en: str) -> str:
        return zh if chinese else en

    main = {"main": MainAction.NEXT, "back": True, "cancel": True}
    shown: Examples = {"put_card_or_code": (PutCard(code_instead=True), {"back": True})}
    label = say("请输入缴费单号", "What is the number of your bill?")
    hint = say("在缴费通知单的右上角", "At the top right of the notice")
    for keys, typed in _TYPED.items():
        field = AskField(label, keys, hint=hint, value=typed, scan=keys is Keys.DIGITS)
        shown[f"ask_field_{keys}"] = (field, main)
    shown["ask_field_plate_empty"] = (AskField(label, Keys.PLATE, hint=hint), main)
    shown["ask_field_code"] = (
        AskField(
            "",
            Keys.LETTERS,
            FieldWhat.COLLECTION_CODE,
            value="7K2M",
            longest=8,
            scan=True,
        ),
        main,
    )
    for problem in FieldProblem:
        limit, left = 5_000_000, 3
        field = AskField(
            "",
            Keys.DIGITS,
            FieldWhat.PICKUP_CODE,
            hint=say("普通护照", "Passport"),
            value="246810",
            longest=6,
            problem=problem,
            limit=limit,
            tries_left=left,
        )
        shown[f"ask_field_problem_{problem}"] = (field, main)
    months = (FieldChoice("1990-01", ""), FieldChoice("2026-10", ""))
    month = AskField(
        say("从哪个月开始？", "From which month?"),
        Keys.MONTH,
        value="2026-03",
        options=months,
    )
    shown["ask_field_month"] = (month, main)
    kinds = (
        ("all", say("全部险种", "All insurances")),
        ("pension", say("企业职工基本养老保险", "Basic pension of employees")),
        ("medical", say("职工基本医疗保险", "Basic medical insurance")),
        ("unemployment", say("失业保险", "Unemployment insurance")),
    )
    choice = AskField(
        say("要打印哪种保险的缴费记录？", "Which insurance is it about?"),
        Keys.CHOICE,
        value="pension",
        options=tuple(FieldChoice(value, words) for value, words in kinds),
    )
    shown["ask_field_choice"] = (choice, main)
    towns = tuple(
        FieldChoice(
            f"town_{number}", say(f"第 {number} 街道办事处", f"Township {number}")
        )
        for number in range(1, 20)
    )
    town = AskField(
        say("您在哪里办理？", "Where is it to be done?"),
        Keys.CHOICE,
        options=towns,
        problem=FieldProblem.EMPTY,
    )
    shown["ask_field_many_choices"] = (town, main)
    shown["ask_field_month_problem"] = (
        replace(month, problem=FieldProblem.TOO_EARLY),
        main,
    )
    shown["ask_field_long_question"] = (
        AskField(
            say(
                "请输入缴费通知单、催缴短信或收费单据上印着的缴费单号码",
                "What is the number that is printed on your notice, message or bill?",
            ),
            Keys.PLATE,
            hint=say(
                "一般在缴费通知单右上角的二维码下面，由字母和数字组成",
                "Most have it at the top right, below the square code, in small print",
            ),
            value="川D8A2X7",
            problem=FieldProblem.A_CERTIFICATE,
        ),
        main,
    )
    holder = say("李*", "Li *")
    lines = tuple(
        OptionLine(
            reference=f"V{number}",
            title=say("违反禁令标志指示 · 川D·8A2X7", "Ignoring a sign · 川D·8A2X7"),
            facts=(
                FactLine(say("时间", "When"), f"2026-10-0{number} 09:1{number}"),
                FactLine(
                    say("地点", "Where"), say("东区新源路与机场路口", "Xinyuan Road")
                ),
            ),
            amount=10_000 * number,
            chosen=number < 3,
            closed=say("记 12 分，请到窗口处理", "12 points: please go to a counter")
            if number == 4
            else None,
        )
        for number in range(1, 7)
    )
    title = say("请选择要处理的违法", "Which violations would you settle?")
    options = ChooseOptions(title, holder, lines, 30_000)
    shown["choose_options"] = (options, main)
    few = tuple(replace(line, chosen=False) for line in lines[:2])
    none = ChooseOptions(title, holder, few, 0)
    shown["choose_options_none"] = (none, main | {"main": None})
    away = tuple(replace(line, closed=lines[3].closed, chosen=False) for line in lines)
    shut = ChooseOptions(title, holder, away[:3], 0)
    shown["choose_options_closed"] = (shut, main | {"main": MainAction.FINISH})
    text = say(
        "本人已知悉处罚决定的事实、理由和依据，对交通违法事实无异议，自愿接受处理，"
        "放弃陈述和申辩。",
        "I know the facts, the reasons and the law that the decision rests on, do not "
        "dispute them, and accept the decision.",
    )
    title = say("接受处罚决定", "Accepting the decision")
    accept = main | {"main": MainAction.DECLARE}
    shown["declare"] = (Declare(title, text, holder), accept)
    long = "\n".join(f"{number}. {text}" for number in range(1, 15))
    shown["declare_long"] = (Declare(title, long, holder), accept)
    coming = StillComing(
        holder,
        (
            ComingLine(say("社会保险缴费清单", "Contribution statement"), "2026-11-20"),
            ComingLine(say("交通违法罚款", "Traffic fine"), "2026-11-21", receipt=True),
            ComingLine(say("学费", "Tuition"), "2026-11-22", unclear=True),
        ),
    )
    shown["still_coming"] = (coming, {"main": MainAction.GO_ON, "cancel": True})
    later = OfferQueue(Trouble.NETWORK, None, pay_later=True)
    shown["offer_queue_pay_later"] = (later, {"main": MainAction.ACCEPT, "back": True})
    return shown


def handing_examples(language: Language) -> Examples:
    """Return paying, releasing, handing in, and papers to be collected elsewhere."""
    chinese = language == "zh_CN"
    shown: Examples = {}
    title = "交通违法罚款" if chinese else "Traffic fine"
    ways = (
        FieldChoice("wechat", "微信支付" if chinese else "WeChat Pay"),
        FieldChoice("alipay", "支付宝" if chinese else "Alipay"),
    )
    for stage in PayStage:
        scan = stage is PayStage.SCAN
        pay = Pay(
            stage,
            title,
            123_450,
            methods=ways if stage is PayStage.CHOOSE_METHOD else ways[:1],
            code_url="https://pay.example.cn/q/8A2X7K" if scan else None,
            seconds_left=97 if scan else None,
            own_code=scan,
        )
        shown[f"pay_{stage}"] = (pay, _PAY_BUTTONS.get(stage, _FINISH))
        if scan:
            for wrong in PayCodeProblem:
                told = replace(pay, problem=wrong)
                shown[f"pay_{stage}_{wrong}"] = (told, _PAY_BUTTONS.get(stage, _FINISH))
    beside = Pay(
        PayStage.SCAN,
        title,
        10_000,
        methods=ways[1:],
        code_url="https://pay.example.cn/q/8A2X7K?" + 120 * "a",
        seconds_left=9,
        elsewhere=True,
    )
    shown["pay_beside"] = (beside, {"back": True, "staff_code": "P-20261122-0042"})
    passport = "普通护照" if chinese else "Passport"
    for door in DoorStage:
        release = Release(door, passport, 7, 24)
        shown[f"release_{door}"] = (release, _DOOR_BUTTONS.get(door, {}))
    for cells, cell in ((6, 6), (12, 4), (48, 30)):
        release = Release(DoorStage.CLOSE, passport, cell, cells)
        shown[f"release_close_of_{cells}"] = (release, {})
    stuck = Release(DoorStage.STUCK, passport, 7, 24)
    shown["release_stuck_for_good"] = (stuck, _FINISH)
    shown["submitting"] = (Submitting("社会保障" if chinese else "Social security"), {})
    for paper in (Paper.NOT_PRINTED, Paper.UNCERTAIN):
        document = PaperTrouble(
            paper,
            Trouble.DOCUMENT_PRINTER,
            "SS-20261122-000042",
            "7K2M-9QPX",
            can_retry=False,
            kind=Leaving.DOCUMENT,
        )
        shown[f"paper_trouble_document_{paper}"] = (
            document,
            {"main": MainAction.CONTINUE},
        )
    receipt = PaperTrouble(
        Paper.NOT_PRINTED,
        Trouble.PAPER,
        "demo-01-20261122-00042",
        None,
        can_retry=True,
        receipt_url="https://example.gov.cn/receipt/8f3a6c0d9b",
    )
    shown["paper_trouble_paid"] = (receipt, {"main": MainAction.RETRY, "cancel": True})
    return shown


_CLERK_BUTTONS: dict[ClerkStage, dict[str, Any]] = {
    ClerkStage.CONFIRM: {"main": MainAction.OPEN_CELL, "back": True},
    ClerkStage.STUCK: {"main": MainAction.RETRY, "back": True},
    ClerkStage.DOOR_OPEN: {"main": MainAction.RETRY, "back": True},
    ClerkStage.ASK: {"main": MainAction.GOT_IT, "back": True},
    ClerkStage.ASK_CLOSED: {"main": MainAction.GOT_IT, "back": True},
    ClerkStage.UNCLEAR: {"main": MainAction.CONTINUE},
}


def service_examples(language: Language) -> Examples:
    """Return the service mode: a clerk at the cells."""
    chinese = language == "zh_CN"

    def say(zh: str, en: str) -> str:
        return zh if chinese else en

    titles = (
        say("普通护照", "Passport"),
        say("往来港澳通行证", "Permit to Hong Kong and Macau"),
        say("机动车驾驶证", "Driving licence"),
    )
    lines = tuple(
        ServiceLine(str(n), titles[n % 3], f"EE20260001{n:02}", n + 1)
        for n in range(14)
    )
    typing: dict[str, Any] = {"main": MainAction.NEXT, "cancel": True}
    shown: Examples = {
        "service_pin": (ServicePin(), typing),
        "service_pin_typed": (ServicePin(typed=12), typing),
    }
    for problem in PinProblem:
        locked = problem is PinProblem.LOCKED
        wrong = problem is PinProblem.WRONG
        pin = ServicePin(
            problem=problem,
            tries_left=3 if wrong else None,
            minutes=5 if locked else None,
        )
        shown[f"service_pin_{problem}"] = (pin, {"cancel": True} if locked else typing)
    leaving: dict[str, Any] = {"main": MainAction.FINISH}
    shown["service_menu"] = (ServiceMenu(12, 20, 3, 1), leaving)
    shown["service_menu_nothing"] = (ServiceMenu(0, 24, 0, 0), leaving)
    scanning: dict[str, Any] = {"main": MainAction.NEXT, "back": True}
    shown["service_scan"] = (ServiceScan(scan=True), scanning)
    shown["service_scan_typed"] = (ServiceScan("EE2026000123"), scanning)
    shown["service_scan_stored"] = (ServiceScan(scan=True, stored=lines[1]), scanning)
    for fault in LabelProblem:
        scan = ServiceScan(scan=True, problem=fault, cell=24)
        shown[f"service_scan_{fault}"] = (scan, scanning)
    for task in (Task.TAKE_BACK, Task.LOOK):
        shown[f"service_list_{task}"] = (ServiceList(task, lines[:2]), {"back": True})
    shown["service_list_long"] = (
        ServiceList(Task.TAKE_BACK, lines),
        {"back": True},
    )
    for task in Task:
        for stage in ClerkStage:
            door = ServiceDoor(task, stage, titles[1], "EE2026000121", 18, 24)
            buttons = _CLERK_BUTTONS.get(stage, {})
            shown[f"service_door_{task}_{stage}"] = (door, buttons)
    for reason in ServiceProblem:
        shown[f"service_message_{reason}"] = (ServiceMessage(reason), leaving)
    return shown
