"""The meaning of each device reason, and the technician's remedy.

The only such table, in both languages; a test checks that it is complete.
"""

from typing import NamedTuple

from contract.model import Language
from drivers.errors import Reason

BUSY = "busy"
"""The reason for a test refused because a citizen is being served."""

NO_CODE = "no_code"
"""The reason for a scanner test in which no code was read."""

UNREADABLE_CODE = "unreadable_code"
"""The reason for a scanner test in which the code is not text."""


class Words(NamedTuple):
    """A text in both languages."""

    zh_CN: str  # noqa: N815 - Qt's name
    en: str

    def within(self, language: Language) -> str:
        """Return the text in a language."""
        return self.en if language == "en" else self.zh_CN


class Remedy(NamedTuple):
    """A reason's meaning and what to do; nothing to do if all is well."""

    meaning: Words
    action: Words


def _remedy(zh: str, en: str, do_zh: str, do_en: str) -> Remedy:
    return Remedy(Words(zh, en), Words(do_zh, do_en))


_LOOK_AT_LOG = ("查看日志并报告厂商。", "See the log, and report it to the maker.")

REMEDIES: dict[str, Remedy] = {
    Reason.OK: _remedy("正常", "works", "", ""),
    Reason.UNKNOWN: _remedy(
        *("状态不明", "it does not say how it is"),
        "检查电源和连接线，再测试一次。",
        "Check power and cable, then test it again.",
    ),
    Reason.STARTING: _remedy(
        *("正在启动", "it is starting"),
        "稍等十秒，再测试一次。",
        "Wait ten seconds, then test it again.",
    ),
    Reason.NOT_CONFIGURED: _remedy(
        *("未配置，或配置的地址有误", "not in the settings, or its address is wrong"),
        "在配置文件的 [devices.…] 中写明该设备及其地址。",
        "Write the device and its address under [devices.…] in the settings.",
    ),
    Reason.PORT_ONLY: _remedy(
        *("只知道端口能打开", "only its port is known to open"),
        "设备不应答查询：请实际测试一次。没有反应时，检查波特率（baud_rate），"
        "以及是否与其他设备接反了端口。",
        "It answers no question, so try it out. If nothing happens, check its speed "
        "(baud_rate), and that its port and another's are not swapped.",
    ),
    Reason.NOT_CONNECTED: _remedy(
        *("找不到设备", "it is not there"),
        "检查电源、连接线和配置中的端口。",
        "Check its power, its cable, and the port in the settings.",
    ),
    Reason.PORT_BUSY: _remedy(
        *("端口被其他程序占用", "another program uses its port"),
        "若终端界面正在运行，去掉 --set 和 --backend 再测；否则结束占用该端口的程序。",
        "If the screen runs, leave out --set and --backend; else end the other "
        "program.",
    ),
    Reason.PERMISSION_DENIED: _remedy(
        *("没有权限使用该端口", "this user may not use its port"),
        "将用户加入 dialout、lp 或 input 组，然后重新登录。",
        "Add the user to the group dialout, lp or input, and log in again.",
    ),
    Reason.NO_ANSWER: _remedy(
        *("没有应答", "it does not answer"),
        "检查是否开机、波特率（baud_rate）或地址是否正确、是否与其他设备接反了端口；"
        "关机十秒再开。",
        "Check that it is on, its speed (baud_rate) or address, and that its port and "
        "another's are not swapped; switch it off for ten seconds.",
    ),
    Reason.BAD_ANSWER: _remedy(
        *("应答无法理解", "its answers make no sense"),
        "检查型号、波特率（baud_rate）、是否与其他设备接反了端口；检查连接线，远离干扰源。",
        "Check its model, its speed (baud_rate), and that its port and another's are "
        "not swapped; check the cable, and keep it away from power lines.",
    ),
    Reason.HUNG: _remedy(
        *("驱动卡住不返回", "its driver hangs"),
        "拔下设备电源，十秒后再插上；仍不恢复则重启终端程序。",
        "Unplug it for ten seconds; if that does not help, restart the screen.",
    ),
    Reason.SERVICE_NOT_RUNNING: _remedy(
        *("所需的系统服务未运行", "the system service that it needs does not run"),
        "启动服务：读卡器为 pcscd，文件打印机为 cups（systemctl start …）。",
        "Start it: pcscd for card readers, cups for documents (systemctl start …).",
    ),
    Reason.DRIVER_CRASHED: _remedy(
        *("驱动程序出错", "its driver has a bug"), *_LOOK_AT_LOG
    ),
    Reason.NO_CARD: _remedy(
        *("没有读到卡", "no card was read"),
        "拿起卡，重新放在读卡区上。",
        "Lift the card, and put it on the reader again.",
    ),
    Reason.CARD_LIFTED: _remedy(
        *("卡拿起过早", "the card was lifted too soon"),
        "将卡平放，读完再取。",
        "Leave the card lying until it is read.",
    ),
    Reason.CARD_UNREADABLE: _remedy(
        *("无法读取此卡", "this card cannot be read"),
        "换一张卡试；其他卡也不行则更换读卡器。",
        "Try another card; if none can be read, replace the reader.",
    ),
    Reason.CARD_TYPE_UNKNOWN: _remedy(
        *("不认识的卡", "this kind of card is not known"),
        "使用身份证、居留证、居住证或社会保障卡。",
        "Use an identity, residence or social-security card.",
    ),
    Reason.CARD_NOT_AUTHENTIC: _remedy(
        *("卡未通过认证", "the card could not be authenticated"),
        "换一张卡试；其他卡也不行则检查安全模块。",
        "Try another card; if none passes, have the security module checked.",
    ),
    Reason.CARD_NOT_SELECTED: _remedy(
        *("选卡失败", "the card could not be selected"),
        "一次只放一张卡，放平不动。",
        "Put one card alone on the reader, flat, and leave it.",
    ),
    Reason.CARD_REFUSES_SAM: _remedy(
        *("卡不认可安全模块", "the card refuses the security module"),
        "换一张卡试；其他卡也不行则检查安全模块的授权。",
        "Try another card; if all refuse, have the module's authorisation checked.",
    ),
    Reason.CARD_DATA_INVALID: _remedy(
        *("卡内信息校验失败", "what the card holds failed verification"),
        "换一张卡试；只有此卡不行，请持卡人到窗口。",
        "Try another card; if it is this one alone, send its holder to a counter.",
    ),
    Reason.CARD_ITEM_MISSING: _remedy(
        *("卡内没有此项", "the card holds no such item"),
        "换一张卡试；只有此卡不行，请持卡人到窗口。",
        "Try another card; if it is this one alone, send its holder to a counter.",
    ),
    Reason.SAM_NO_RANDOM: _remedy(
        *("安全模块取随机数失败", "the security module got no random number"),
        "关机十秒再开；仍不行则更换模块。",
        "Switch the reader off for ten seconds; else replace the module.",
    ),
    Reason.SAM_SELF_TEST_FAILED: _remedy(
        *("安全模块自检失败", "the security module failed its self-test"),
        "关机十秒再开；仍不行则更换模块。",
        "Switch the reader off for ten seconds; else replace the module.",
    ),
    Reason.SAM_NOT_AUTHORISED: _remedy(
        *("安全模块未授权", "the security module is not authorised"),
        "联系厂家为此模块授权，或更换模块。",
        "Have the maker authorise this module, or replace it.",
    ),
    Reason.SAM_GOT_CHECKSUM: _remedy(
        *("发给模块的数据校验错", "the module received a wrong check byte"),
        "检查连接线；远离干扰源。",
        "Check the cable; keep it away from power lines.",
    ),
    Reason.SAM_GOT_LENGTH: _remedy(
        *("发给模块的数据长度错", "the module received a wrong length"),
        "检查连接线和波特率。",
        "Check the cable and its speed.",
    ),
    Reason.SAM_COMMAND_UNKNOWN: _remedy(
        *("模块不认识此命令", "the module does not know the command"),
        "检查读卡器型号；需符合 GA 450。",
        "Check the reader's model: it must follow GA 450.",
    ),
    Reason.SAM_NOT_PERMITTED: _remedy(
        *("模块不允许此操作", "the module does not permit this"),
        "关机十秒再开；仍不行则联系厂家。",
        "Switch the reader off for ten seconds; else ask its maker.",
    ),
    Reason.SAM_FAULT: _remedy(
        *("安全模块故障", "the security module is at fault"),
        "关机十秒再开；仍不行则更换模块。",
        "Switch the reader off for ten seconds; else replace the module.",
    ),
    Reason.PAPER_NEAR_END: _remedy(
        *("纸将用完", "the paper is near its end"),
        "请备好新纸，尽快更换。",
        "It still prints. Put in new paper soon.",
    ),
    Reason.PAPER_OUT: _remedy(
        *("缺纸", "it is out of paper"),
        "装入新纸，合上盖子。",
        "Put in new paper, and close the cover.",
    ),
    Reason.COVER_OPEN: _remedy(
        *("盖子未合", "its cover is open"), "合紧盖子。", "Close the cover firmly."
    ),
    Reason.PAPER_JAM: _remedy(
        *("卡纸", "paper is jammed"),
        "打开盖子，取出卡住的纸，合上盖子。",
        "Open the cover, take out the jammed paper, and close it.",
    ),
    Reason.CUTTER_ERROR: _remedy(
        *("切刀故障", "its cutter is stuck"),
        "关机，清除切刀处的纸屑，再开机。",
        "Switch it off, clear the cutter of paper, and switch it on.",
    ),
    Reason.HEAD_HOT: _remedy(
        *("打印头过热", "its print head is too hot"),
        "等待几分钟，它会自行恢复。",
        "Wait some minutes; it goes on by itself.",
    ),
    Reason.PRINTER_ERROR: _remedy(
        *("打印机报告故障", "the printer reports a fault"),
        "看打印机面板；关机十秒再开。",
        "Look at its panel; switch it off for ten seconds.",
    ),
    Reason.PRINTER_WARNING: _remedy(
        *("打印机提示需要维护", "the printer asks for attention"),
        "看打印机面板和设备详情中的原文，尽快处理。",
        "It still prints. See its panel and the detail for its own word.",
    ),
    Reason.PRINT_UNCONFIRMED: _remedy(
        *("打印机不确认打印结果", "the printer confirms no print (GS r)"),
        "关机十秒再开，再测试一次；仍不行则更换支持 GS r 的型号或固件。",
        "Switch it off for ten seconds, and test it again; else it needs a model or "
        "firmware that answers GS r.",
    ),
    Reason.PRINTER_OFFLINE: _remedy(
        *("打印机离线", "the printer is offline"),
        "按打印机的联机键；检查电源和网线。",
        "Press its online key; check power and network cable.",
    ),
    Reason.UNPRINTABLE_CHARACTER: _remedy(
        *("没有字体能显示某个字", "no font has a shape for a character"),
        "安装 fonts-noto-cjk，重启终端程序。",
        "Install fonts-noto-cjk, and restart the screen.",
    ),
    Reason.PAPER_NOT_TAKEN: _remedy(
        *("上一张纸还在出纸口", "the last paper still hangs in its mouth"),
        "取走出纸口的纸。",
        "Take the paper out of its mouth.",
    ),
    Reason.TONER_NEAR_END: _remedy(
        *("墨粉将用完", "the toner is near its end"),
        "请备好新墨粉盒，尽快更换。",
        "It still prints. Put in a new cartridge soon.",
    ),
    Reason.TONER_OUT: _remedy(
        *("墨粉用完", "it is out of toner"),
        "更换墨粉盒。",
        "Put in a new cartridge.",
    ),
    Reason.JOB_FAILED: _remedy(
        *("打印服务放弃了任务", "the print service gave the job up"),
        "看 CUPS 的错误记录，重新启用该队列（cupsenable）。",
        "See CUPS' error log, and enable the queue again (cupsenable).",
    ),
    Reason.JOB_HELD: _remedy(
        *("打印服务扣住任务不放", "the print service holds the job back"),
        "检查该队列和任务的保留设置（lpstat -l，job-hold-until）。",
        "See why the queue holds its jobs (lpstat -l, job-hold-until).",
    ),
    Reason.JOB_NEEDS_LOGIN: _remedy(
        *("打印服务要求登录才打印", "the print service wants a login for the job"),
        "取消该队列的登录要求（lpadmin -p 队列 -o auth-info-required=none）。",
        "Let the queue print without one (lpadmin -p QUEUE -o "
        "auth-info-required=none).",
    ),
    Reason.JOB_STOPPED: _remedy(
        *("任务打印中途停止", "the job has stopped in the middle"),
        "看打印机面板，取走未打完的纸；关机十秒再开，再测试一次。",
        "Look at its panel, and take out unfinished pages; switch it off for ten "
        "seconds, then test it again.",
    ),
    Reason.JOB_STUCK: _remedy(
        *("打印服务一直不开始任务", "the print service does not begin the job"),
        "查看队列中的其他任务并清除（lpstat -o，cancel -a）；重启 cups。",
        "See what else waits in the queue, and clear it (lpstat -o, cancel -a); "
        "restart cups.",
    ),
    Reason.LOCK_FAULT: _remedy(
        *("已开锁但柜门未开", "its lock was released, and the door did not open"),
        "检查该格的锁和电源；用钥匙打开柜门。",
        "Check that cell's lock and its power; open the door with the key.",
    ),
    Reason.DOOR_OPEN: _remedy(
        *("有柜门开着", "a door of it stands open"),
        "关上开着的柜门，关前查看格内物品。",
        "Shut the open door; look first what lies in the cell.",
    ),
    Reason.NO_SENSOR: _remedy(
        *("没有门磁，无法知道柜门是否打开", "no sensor tells if the door is open"),
        "看柜门是否打开；要让终端知道，须接门磁。",
        "See for yourself whether it is; the terminal needs a sensor to know.",
    ),
    NO_CODE: _remedy(
        *("没有扫到码", "no code was read"),
        "将码对准扫码窗，距离约十厘米，再测试一次；扫码器有提示音而终端没有反应时，"
        "检查波特率（baud_rate），以及是否与其他设备接反了端口。",
        "Hold a code ten centimetres before its window, and test again. If it beeps, "
        "check its speed (baud_rate), and that its port and another's are not swapped.",
    ),
    UNREADABLE_CODE: _remedy(
        *("扫到的内容不是文字", "what was read is no text"),
        "再扫一次；仍不行则检查扫码器的波特率、键盘布局（美式）、编码（UTF-8）和前后缀设置。",
        "Scan again; else check the scanner's speed, keyboard layout (American), "
        "encoding (UTF-8), and what it is set to send before and after a code.",
    ),
    BUSY: _remedy(
        *("终端正在服务群众", "a citizen is being served"),
        "等办理结束后再测试。",
        "Test it when the visit is over.",
    ),
}
"""Remedies by reason."""
