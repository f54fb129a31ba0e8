"""The texts of receipts, in both languages."""

from contract.model import Bilingual


def words(zh: str, en: str) -> Bilingual:
    """Return a text in both languages."""
    return Bilingual(zh_CN=zh, en=en)


DEMONSTRATION = words("演示 · 不具法律效力", "DEMONSTRATION · not valid")
NAME = words("姓名", "Name")
NUMBER = words("证件号码", "Number")
AS_OF = words("数据截至", "Data as of")
TERMINAL = words("终端", "Terminal")
TIME = words("时间", "Time")
SERIAL = words("流水号", "Serial")
FEE = words("费用", "Fee")
FREE = words("免费", "free of charge")
HELP = words("咨询电话", "Questions")
DONE = words(
    "本事项已办结，无需再办其他手续。",
    "This is complete: nothing is left to do.",
)
ABOUT_YOU = words(
    "本凭条含个人信息，请妥善保管。", "This receipt is about you: keep it safe."
)
COPY = words("副本 COPY", "COPY")
ACCEPTED = words("已受理，待联网办理", "Accepted, to be finished once online")
SUBMITTED = words("申请已提交", "Your application was handed in")
TO_COLLECT = words("文件已生成，待领取", "Your document can be collected")
PAY_LATER = words("尚未缴费", "Not paid yet")
UNCLEAR = words("支付确认中，请勿重复支付", "Being confirmed: do not pay again")
CODE = words("取件码", "Collection code")
LIMIT = words("办理时限", "Ready")
KEEP = words(
    "网络恢复后自动办理，您无需等候。届时请凭取件码或身份证，在任一终端领取结果。"
    "取件码请妥善保管，勿向他人出示。",
    "It is done by itself when the network is back; you need not wait. Then collect "
    "the result at any terminal, with this code or your identity card. Keep the code "
    "to yourself.",
)

KEEP_CODE = words(
    "网络恢复后自动办理，您无需等候。届时请凭取件码在任一终端领取结果。"
    "取件码请妥善保管，勿向他人出示。",
    "It is done by itself when the network is back; you need not wait. Then collect "
    "the result at any terminal, with this code. Keep the code to yourself.",
)
SUBMITTED_NEXT = words(
    "办理结果可凭取件码或身份证在任一终端领取。取件码请妥善保管，勿向他人出示。",
    "Collect the result at any terminal, with this code or your identity card. Keep "
    "the code to yourself.",
)
COLLECT = words(
    "请凭取件码或身份证，在任一可打印文件的终端领取。取件码请妥善保管，勿向他人出示。",
    "Collect it at any terminal that prints documents, with this code or your identity "
    "card. Keep the code to yourself.",
)
COLLECT_CODE = words(
    "请凭取件码，在任一可打印文件的终端领取。取件码请妥善保管，勿向他人出示。",
    "Collect it at any terminal that prints documents, with this code. Keep the code "
    "to yourself.",
)
PAY_LATER_NEXT = words(
    "因网络中断，本次未收取任何费用。请在缴费期限前，持本凭条到任一联网终端扫描上方"
    "二维码缴费；也可在手机或窗口缴费。",
    "The network was away, and nothing was paid. Before the bill is due, scan the code "
    "above at any terminal that is online; or pay by phone or at the counter.",
)
UNCLEAR_NEXT = words(
    "正在向支付机构核实，办理暂未完成。如款项未入账，将原路退回。",
    "We are asking the payment provider; nothing is complete yet. Money that was taken "
    "and did not arrive goes back to where it came from.",
)
UNCLEAR_CARD = words(
    "核实后，凭身份证可在任一终端打印凭条。如有疑问，请持本凭条致电下列电话。",
    "Once that is known, your receipt can be printed at any terminal, with your "
    "identity card. Questions: call the number below, with this slip at hand.",
)
UNCLEAR_CALL = words(
    "请保管好本凭条；如有疑问，请报订单号致电下列电话。",
    "Keep this slip. Questions: call the number below, and say the order number.",
)
PAID = words("已支付", "Paid")
AMOUNT = words("金额", "Amount")
METHOD = words("支付方式", "Method")
PAID_AT = words("支付时间", "Paid at")
REFERENCE = words("订单号", "Order")
TRANSACTION = words("交易号", "Transaction")
PRINTED = words("已打印文件", "Printed here")
HANDED_OUT = words("已领取", "Handed out")
CELL = words("格口", "Cell")

METHODS = {
    "wechat": words("微信支付", "WeChat Pay"),
    "alipay": words("支付宝", "Alipay"),
}
"""Names of payment methods, for when no bill provides them."""
