"""Example tiles of service items."""

from view import (
    Availability,
    Language,
    Tile,
    Trouble,
)

ITEMS: tuple[tuple[str, dict[Language, tuple[str, str, str]], str], ...] = (
    (
        "social_security.contribution_statement",
        {
            "zh_CN": (
                "社会保险缴费清单",
                "查询并打印本人的社会保险缴费记录",
                "社会保障",
            ),
            "en": (
                "Social-security contribution statement",
                "See and print your own social-security contributions",
                "Social security",
            ),
        },
        "12333",
    ),
    (
        "social_security.participation_certificate",
        {
            "zh_CN": (
                "社会保险参保证明",
                "打印加盖电子印章的参保证明",
                "社会保障",
            ),
            "en": (
                "Certificate of insurance",
                "Print a sealed certificate of your insurance",
                "Social security",
            ),
        },
        "12333",
    ),
    (
        "traffic_police.violations",
        {
            "zh_CN": (
                "交通违法处理",
                "查询、确认并缴纳罚款",
                "公安交管",
            ),
            "en": (
                "Traffic violations",
                "Look up, accept and pay fines",
                "Traffic police",
            ),
        },
        "12123",
    ),
    (
        "social_security.flexible_contribution",
        {
            "zh_CN": (
                "灵活就业人员缴费",
                "核对并缴纳本人的社会保险费",
                "社会保障",
            ),
            "en": (
                "Contribution of the self-employed",
                "Check and pay your own contribution",
                "Social security",
            ),
        },
        "12333",
    ),
    (
        "exit_entry.passport_pickup",
        {
            "zh_CN": (
                "领取护照",
                "领取已办好的普通护照",
                "出入境管理",
            ),
            "en": (
                "Collect a passport",
                "Fetch the passport that is ready",
                "Exit-entry",
            ),
        },
        "12367",
    ),
    (
        "exit_entry.hk_macau_permit_pickup",
        {
            "zh_CN": (
                "领取港澳通行证",
                "领取已办好的往来港澳通行证",
                "出入境管理",
            ),
            "en": (
                "Collect a Hong Kong and Macau permit",
                "Fetch the permit that is ready",
                "Exit-entry",
            ),
        },
        "12367",
    ),
    (
        "traffic_police.licence_pickup",
        {
            "zh_CN": (
                "领取驾驶证",
                "领取已办好的机动车驾驶证",
                "公安交管",
            ),
            "en": (
                "Collect a driving licence",
                "Fetch the licence that is ready",
                "Traffic police",
            ),
        },
        "12123",
    ),
    (
        "one_stop.bill_payment",
        {
            "zh_CN": (
                "缴费单缴费",
                "凭缴费单号缴纳各项费用",
                "政务服务",
            ),
            "en": (
                "Pay a bill",
                "Pay any fee by the number of its bill",
                "Government services",
            ),
        },
        "12345",
    ),
    (
        "one_stop.collect_result",
        {
            "zh_CN": (
                "领取办理结果",
                "凭取件码或身份证领取办好的材料",
                "政务服务",
            ),
            "en": (
                "Collect a result",
                "Fetch what is ready, by code or card",
                "Government services",
            ),
        },
        "12345",
    ),
)


def tiles(
    language: Language,
    count: int,
    states: tuple[tuple[Availability, Trouble | None], ...],
) -> tuple[Tile, ...]:
    """Return the first `count` items, with these states in turn."""
    made = []
    for index in range(count):
        code, words, hotline = ITEMS[index % len(ITEMS)]
        again = index // len(ITEMS)
        name, summary, department = words[language]
        availability, trouble = states[index % len(states)]
        made.append(
            Tile(
                f"{code}_{again}" if again else code,
                name,
                summary,
                department,
                availability,
                trouble,
                hotline,
            )
        )
    return tuple(made)
