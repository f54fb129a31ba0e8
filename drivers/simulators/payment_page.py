"""The page that a phone opens after scanning the simulated provider's code."""

from html import escape

from drivers.simulators.payment_till import Order

_STYLE = """
* { box-sizing: border-box; }
body { margin: 0; background: #eef2f6; color: #14212e;
  font: 17px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif; }
main { max-width: 420px; margin: 0 auto; padding: 28px 20px; }
.card { padding: 28px 22px; background: #fff; border-radius: 16px; text-align: center; }
.demo { display: inline-block; padding: 2px 12px; border-radius: 99px; font-size: 14px;
  background: #fff4db; color: #5c3900; }
h1 { margin: 14px 0 2px; font-size: 19px; font-weight: 600; }
.amount { margin: 10px 0 22px; font-size: 44px; font-weight: 700;
  font-variant-numeric: tabular-nums; }
button { width: 100%; min-height: 56px; border: 0; border-radius: 12px;
  background: #07804a; color: #fff; font: inherit; font-size: 20px; font-weight: 600; }
.done { color: #07804a; font-size: 22px; font-weight: 600; }
.gone { color: #9a2a1f; font-size: 20px; font-weight: 600; }
small { display: block; color: #52606e; font-size: 14px; font-weight: 400; }
"""

_WORDS = {
    "paid": ("done", "✓ 支付成功", "Paid"),
    "refunded": ("gone", "已退款", "Paid back"),
    "closed": ("gone", "订单已关闭，请勿支付", "Closed: do not pay"),
    "declined": ("gone", "支付未成功，没有扣款", "Not paid; nothing was taken"),
    "paying": ("gone", "正在支付", "Being paid"),
}


def page(order: Order | None) -> str:
    """Return the page of an order, or of an unknown one."""
    if order is None:
        inner = '<p class="gone">没有这个订单<small lang="en">No such order</small></p>'
    else:
        yuan = f"{order.amount // 100:,}.{order.amount % 100:02}"
        inner = (
            f"<h1>{escape(order.title)}</h1>"
            f'<p class="amount">¥ {yuan}</p>{_state(order)}'
        )
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>演示支付 Demonstration pay</title><style>{_STYLE}</style></head>"
        '<body><main><div class="card"><span class="demo">演示支付，不会扣款 '
        f'<span lang="en">Demonstration: no money</span></span>{inner}'
        "</div></main></body></html>"
    )


def _state(order: Order) -> str:
    if order.state == "open":
        return (
            '<form method="post"><button name="pay" value="yes">立即支付'
            '<small lang="en" style="color:#d9f2e5">Pay now</small></button></form>'
        )
    kind, zh, en = _WORDS[order.state]
    return f'<p class="{kind}">{zh}<small lang="en">{en}</small></p>'
