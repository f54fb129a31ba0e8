"""Texts for operators for the words of machines; unknown words are shown as they are.

A test compares them with the words that `drivers` and `kiosk` use.
"""

from contract.model import Language

_STATES = {
    "ready": ("正常", "ready"),
    "warning": ("注意", "warning"),
    "fault": ("故障", "fault"),
    "unknown": ("未知", "unknown"),
    "gone": ("失联", "gone"),
}

_ROLES = {
    "id_card_reader": ("身份证读卡器", "ID-card reader"),
    "receipt_printer": ("凭条打印机", "receipt printer"),
    "social_security_card_reader": ("社会保障卡读卡器", "social-security card reader"),
    "document_printer": ("文件打印机", "document printer"),
    "locker": ("取证柜", "locker"),
    "code_scanner": ("扫码器", "code scanner"),
    "qr_display": ("二维码显示屏", "QR display"),
}

_REASONS = {
    "unknown": ("未知", "unknown"),
    "ok": ("正常", "ok"),
    "starting": ("启动中", "starting"),
    "not_configured": ("未配置", "not configured"),
    "not_connected": ("未连接", "not connected"),
    "port_busy": ("端口被占用", "port in use"),
    "permission_denied": ("没有权限", "permission denied"),
    "no_answer": ("无应答", "no answer"),
    "bad_answer": ("应答错误", "bad answer"),
    "hung": ("无响应", "hung"),
    "driver_crashed": ("驱动程序出错", "driver crashed"),
    "no_card": ("无卡", "no card"),
    "card_lifted": ("卡被拿开", "card lifted"),
    "card_unreadable": ("卡无法读取", "card unreadable"),
    "card_type_unknown": ("卡类型未知", "card type unknown"),
    "card_not_authentic": ("卡未通过认证", "card not authentic"),
    "card_not_selected": ("选卡失败", "card not selected"),
    "card_refuses_sam": ("卡拒绝安全模块", "card refuses the SAM module"),
    "card_data_invalid": ("卡内信息校验失败", "card's data failed verification"),
    "card_item_missing": ("卡内无此项", "item missing on the card"),
    "sam_fault": ("安全模块故障", "SAM module fault"),
    "sam_no_random": ("安全模块取随机数失败", "SAM module has no random number"),
    "sam_self_test_failed": ("安全模块自检失败", "SAM module failed its self-test"),
    "sam_not_authorised": ("安全模块未授权", "SAM module not authorised"),
    "sam_got_checksum": ("发出的数据校验错", "SAM module got a wrong check byte"),
    "sam_got_length": ("发出的数据长度错", "SAM module got a wrong length"),
    "sam_command_unknown": ("安全模块不认识命令", "SAM module lacks the command"),
    "sam_not_permitted": ("安全模块不允许操作", "SAM module does not permit it"),
    "paper_near_end": ("纸将用尽", "paper near its end"),
    "paper_out": ("缺纸", "paper out"),
    "cover_open": ("机盖打开", "cover open"),
    "paper_jam": ("卡纸", "paper jam"),
    "cutter_error": ("切刀故障", "cutter error"),
    "service_not_running": ("系统服务未运行", "system service not running"),
    "paper_not_taken": ("纸未取走", "paper not taken"),
    "toner_near_end": ("碳粉将尽", "toner low"),
    "toner_out": ("碳粉用完", "toner out"),
    "job_failed": ("打印任务失败", "print job failed"),
    "job_held": ("打印任务被扣住", "print job held back"),
    "job_needs_login": ("打印服务要求登录", "print job needs a login"),
    "job_stopped": ("打印任务中途停止", "print job stopped"),
    "job_stuck": ("打印任务未开始", "print job not begun"),
    "lock_fault": ("锁故障", "lock fault"),
    "door_open": ("柜门未关", "door open"),
    "no_sensor": ("没有门传感器", "no door sensor"),
    "port_only": ("只知道端口能打开", "only its port is known to open"),
    "head_hot": ("打印头过热", "print head hot"),
    "printer_error": ("打印机故障", "printer error"),
    "printer_warning": ("打印机提示维护", "printer asks for attention"),
    "print_unconfirmed": ("打印机不确认打印", "prints not confirmed"),
    "unprintable_character": ("有打不出的字", "character that no font has"),
    "printer_offline": ("打印机脱机", "printer offline"),
}

_SUPPLIES = {"paper": ("纸", "paper")}

_SCREENS = {
    "attract": ("待机", "waiting for somebody"),
    "choose_item": ("选择事项", "choosing an item"),
    "put_card": ("等待放卡", "asking for the card"),
    "confirm_person": ("核对本人", "confirming the person"),
    "waiting": ("查询中", "asking a department"),
    "review": ("查看结果", "reading the answer"),
    "offer_queue": ("询问是否离线受理", "offering to queue"),
    "printing": ("打印中", "printing"),
    "still_coming": ("提示待领事项", "telling what is still coming"),
    "ask_field": ("填写", "filling in a form"),
    "choose_options": ("选择办理内容", "choosing what to do"),
    "declare": ("告知承诺", "reading a declaration"),
    "pay": ("支付中", "paying"),
    "release": ("取件中", "picking up"),
    "submitting": ("提交中", "handing in"),
    "paper_trouble": ("出纸异常", "paper trouble"),
    "rate_visit": ("好差评", "rating"),
    "take_card": ("等待取卡", "waiting for the card to be taken"),
    "message": ("提示信息", "showing a message"),
    "out_of_service": ("暂停服务", "out of service"),
    "service_pin": ("服务模式：输入密码", "service mode: asking for the PIN"),
    "service_menu": ("服务模式", "service mode"),
    "service_scan": ("服务模式：放入证件", "service mode: a label is scanned"),
    "service_list": ("服务模式：选择格口", "service mode: choosing a cell"),
    "service_door": ("服务模式：开格口", "service mode: a cell is opened"),
    "service_message": ("服务模式：提示", "service mode: a message"),
    "dead": ("屏幕程序无响应", "screen is dead"),
}

_KINDS = {
    "request": ("离线受理", "request"),
    "completion": ("办结", "completion"),
    "outcome": ("出纸结果", "outcome"),
    "holding": ("格口记录", "cell"),
    "rating": ("评价", "rating"),
}

_RECORD_STATES = {
    "completed": ("已办结", "completed"),
    "ready": ("待领取", "ready"),
    "pending": ("办理中", "pending"),
    "recorded": ("已记录", "recorded"),
}

_PAPERS = {
    "printed": ("已出纸", "printed"),
    "not_printed": ("未出纸", "not printed"),
    "uncertain": ("待核实", "uncertain"),
}

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "state": _STATES,
    "role": _ROLES,
    "reason": _REASONS,
    "supply": _SUPPLIES,
    "screen": _SCREENS,
    "kind": _KINDS,
    "record": _RECORD_STATES,
    "paper": _PAPERS,
    "text": {
        "title": ("终端监控", "Terminals"),
        "updated": ("更新于", "Updated"),
        "demonstration": ("演示", "Demonstration"),
        "terminals": ("终端", "Terminals"),
        "silent_count": ("失去联系", "Silent"),
        "attention_count": ("需要处理", "Need attention"),
        "pending_count": ("待部门答复", "Await a department"),
        "staff_count": ("待核实支付", "Payments for a clerk"),
        "staff_payments": (
            "需要工作人员核实的支付",
            "Payments that a clerk must look at",
        ),
        "staff_rule": (
            "请在支付机构的后台查询订单号，再用命令登记结果：",
            "Look the order up at the provider, then say what became of it:",
        ),
        "begun": ("发起时间", "Begun"),
        "amount": ("金额（元）", "Amount (yuan)"),
        "came": ("实收", "came"),
        "provider": ("支付机构", "Provider"),
        "order": ("订单号", "Order"),
        "payment": ("支付编号", "Payment"),
        "terminal": ("终端", "Terminal"),
        "seen": ("最近心跳", "Last heartbeat"),
        "screen": ("屏幕", "Screen"),
        "devices": ("设备与耗材", "Devices and supplies"),
        "queue": ("发件箱", "Outbox"),
        "queued": ("排队", "queued"),
        "leased": ("传送中", "being sent"),
        "quarantined": ("隔离", "quarantined"),
        "oldest": ("最早", "oldest"),
        "since": ("已持续", "for"),
        "clock": ("时钟偏差", "clock off by"),
        "round_trip": ("往返", "round trip"),
        "lost": ("心跳丢失", "heartbeats lost"),
        "silent": ("失联", "silent"),
        "alive": ("在线", "alive"),
        "never": ("从未连接", "never seen"),
        "unreadable": ("心跳内容无法读取", "its report cannot be read"),
        "no_terminals": (
            "还没有终端。用 python -m central terminal add NAME 添加。",
            "No terminals yet. python -m central terminal add NAME adds one.",
        ),
        "records": ("最近记录", "Last records"),
        "no_records": ("还没有记录", "No records yet"),
        "received": ("接收时间", "Received"),
        "number": ("序号", "Number"),
        "item": ("事项", "Item"),
        "kind": ("类型", "Kind"),
        "state": ("状态", "State"),
        "paper": ("凭条", "Receipt"),
        "ago": ("前", "ago"),
        "other_language": ("English", "中文"),
        "silent_rule": (
            "终端每 30 秒发送一次心跳，90 秒没有心跳即显示失联。",
            "Terminals report every 30 seconds; after 90 without a report they are "
            "shown as silent.",
        ),
    },
}


def say(language: Language, group: str, word: str) -> str:
    """Return the text of a group's word in a language, or the word itself."""
    texts = WORDS[group].get(word)
    if texts is None:
        return word
    return texts[1] if language == "en" else texts[0]


def duration(language: Language, seconds: float) -> str:
    """Return `45 s`, `12 min`, `3 h` or `5 d`; rounded down."""
    for size, zh, en in ((86_400, "天", "d"), (3_600, "小时", "h"), (60, "分", "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {en if language == 'en' else zh}"
    return f"{max(0, int(seconds))} {'s' if language == 'en' else '秒'}"
