"""The READMEs' table of service items, made from the definitions."""

from contract.service_item import OfflinePolicy, ServiceItem, StepKind
from kiosk import setup

_OFFLINE = {
    "README.md": {
        OfflinePolicy.QUEUE: "accepted, finished later",
        OfflinePolicy.CACHED: "works",
        OfflinePolicy.REFUSE: "says so before anything is typed",
    },
    "README.zh-CN.md": {
        OfflinePolicy.QUEUE: "先受理，联网后办理",
        OfflinePolicy.CACHED: "照常办理",
        OfflinePolicy.REFUSE: "开始前即告知",
    },
}
_OUT = {
    "README.md": {
        StepKind.PRINT: "sealed paper, receipt",
        StepKind.RELEASE: "document from a cell, receipt",
        None: "receipt",
    },
    "README.zh-CN.md": {
        StepKind.PRINT: "盖章文件、凭条",
        StepKind.RELEASE: "格口中的证件、凭条",
        None: "凭条",
    },
}


def rows(readme: str) -> list[str]:
    """Return a line for each item, in the order in which citizens see them."""
    return [_row(item, readme) for item in setup.catalogue()]


def _row(item: ServiceItem, readme: str) -> str:
    name, department = item.name.zh_CN, item.department.name.zh_CN
    if readme == "README.md":
        name, department = f"{name} · {item.name.en}", item.department.name.en
    steps = " → ".join(f"`{step}`" for step in item.steps)
    out = next(
        (_OUT[readme][step] for step in item.steps if step in _OUT[readme]),
        _OUT[readme][None],
    )
    cells = (name, department, steps, out, _OFFLINE[readme][item.offline])
    return f"| {' | '.join(cells)} |"
