"""The panel's window: the devices side by side, and the log under them."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.device_panel.column import DeviceColumn
from ui.device_panel.flow import ColumnFlow
from ui.device_panel.link import SimulatorLink
from ui.device_panel.paper import LargePaper
from ui.device_panel.profiles import PROFILES
from ui.device_panel.texts import QT_TRANSLATE_NOOP, label, translated
from ui.device_panel.wire import WireModel

TITLE = "OneTrip 设备面板 / device panel – simulated hardware"
"""In both languages at once: the demonstration's papers mention this window."""

_HINT = QT_TRANSLATE_NOOP(
    "DevicePanel", "Simulated devices: what you do here happens at their wires"
)
_WIRE = QT_TRANSLATE_NOOP("DevicePanel", "On the wires")
_CLEAR = QT_TRANSLATE_NOOP("DevicePanel", "Clear the log")

STYLE = """
* { font-family: 'Noto Sans CJK SC'; font-size: 12px; color: #222; }
PanelWindow, QScrollArea, #columns { background: #c9c9c9; }
#hint { color: #444; padding: 3px 6px 0 6px; }
#device { background: #e2e2e2; border: 1px solid #a8a8a8; }
#title { font-weight: bold; font-size: 12px; }
#caption { color: #555; font-size: 11px; }
#state { font-family: 'Noto Sans Mono CJK SC'; font-size: 11px; color: #444; }
#lamp { font-size: 10px; }
#lamp[here="true"] { color: #17692f; }
#lamp[here="false"] { color: #a3231a; font-weight: bold; }
QPushButton { background: #f4f4f4; border: 1px solid #9c9c9c; padding: 3px 1px; }
QPushButton:hover { background: #ffffff; }
QPushButton:pressed { background: #d0d0d0; }
QPushButton:checked { background: #3d4a57; color: #ffffff; border-color: #2b343d; }
QPushButton[trouble="true"]:checked { background: #a3231a; border-color: #6e1711; }
QPushButton[choice="true"] { text-align: left; padding: 3px 5px; }
QPushButton[cell] { padding: 3px 0; }
QPushButton[cell="open"] { background: #f2c14e; border-color: #8a6100; }
QPushButton[marked="true"] { border: 2px solid #a3231a; color: #a3231a; }
#glass { background: #10231c; color: #7df0c0; padding: 4px;
         font-family: 'Noto Sans Mono CJK SC'; font-size: 15px; }
#entries { background: #f7f7f7; border: 1px solid #b4b4b4; padding: 3px 4px; }
QPushButton:disabled { color: #909090; background: #e6e6e6; }
QPushButton:checked:disabled { background: #3d4a57; color: #ffffff; }
#log { background: #f7f7f7; font-family: 'Noto Sans Mono CJK SC'; font-size: 11px;
       border: 1px solid #a8a8a8; }
QSplitter::handle { background: #b4b4b4; }
"""


class PanelWindow(QWidget):
    """The columns of all simulators, and the log.

    Args:
        devices: Addresses of control sockets by the names in `PROFILES`.
    """

    def __init__(self, devices: Mapping[str, str]) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setStyleSheet(STYLE)
        self.wire = WireModel(self)
        self.columns: dict[str, DeviceColumn] = {}
        self._links: list[SimulatorLink] = []
        columns = QWidget()
        columns.setObjectName("columns")
        flow = ColumnFlow(columns)
        for name in sorted(devices, key=list(PROFILES).index):
            address = devices[name]
            link = SimulatorLink(address, self)
            column = DeviceColumn(PROFILES[name], link)
            column.logged.connect(lambda way, text, n=name: self.wire.add(n, way, text))
            flow.addWidget(column)
            self.columns[name] = column
            self._links.append(link)
        for column in self.columns.values():
            if column.tray:
                flow.addWidget(column.tray)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(columns)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(scroll)
        split.addWidget(self._make_log())
        split.setStretchFactor(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(label(_HINT, "hint"))
        box.addWidget(split, 1)
        for link in self._links:
            link.start()

    def _make_log(self) -> QWidget:
        self._log = QListView(uniformItemSizes=True)
        self._log.setObjectName("log")
        self._log.setModel(self.wire)
        self._log.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._log.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._following = True
        self.wire.rowsAboutToBeInserted.connect(self._note_place)
        self.wire.rowsInserted.connect(self._follow)
        clear = QPushButton(translated(_CLEAR))
        clear.clicked.connect(self.wire.clear)
        head = QHBoxLayout()
        head.addWidget(label(_WIRE, "caption"), 1)
        head.addWidget(clear)
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(6, 2, 6, 6)
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self._log)
        return part

    def _note_place(self) -> None:
        """Stop following new lines while the user has scrolled up."""
        bar = self._log.verticalScrollBar()
        self._following = bar.value() >= bar.maximum()

    def _follow(self) -> None:
        if self._following:
            self._log.scrollToBottom()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Disconnect; the simulators keep running."""
        for link in self._links:
            link.stop()
        for paper in self.findChildren(LargePaper):
            paper.close()
        super().closeEvent(event)
