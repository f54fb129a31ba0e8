<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>AskFieldScreen</name>
    <message>
        <source>You may also hold the code to the scanner.</source>
        <translation>也可以将条码对准扫码口。</translation>
    </message>
    <message>
        <source>Type your collection code</source>
        <translation>请输入取件码</translation>
    </message>
    <message>
        <source>It stands on the slip that you were given</source>
        <translation>取件码印在您的受理凭条上</translation>
    </message>
    <message>
        <source>Type your pick-up code</source>
        <translation>请输入取证码</translation>
    </message>
    <message>
        <source>The department has sent it to your phone</source>
        <translation>取证码已由部门发送到您的手机</translation>
    </message>
</context>
<context>
    <name>AttractScreen</name>
    <message>
        <source>Government services</source>
        <translation>政务自助服务</translation>
    </message>
    <message>
        <source>Open day and night.
Bring your identity card.</source>
        <translation>全天 24 小时可办
请带好您的身份证</translation>
    </message>
    <message>
        <source>What you can do here</source>
        <translation>这里可以办</translation>
    </message>
    <message>
        <source>and {count} more services</source>
        <translation>还有 {count} 项服务</translation>
    </message>
    <message>
        <source>Put down your card</source>
        <translation>放上身份证</translation>
    </message>
    <message>
        <source>Check what it says</source>
        <translation>核对信息</translation>
    </message>
    <message>
        <source>Take your receipt</source>
        <translation>取走凭条</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Switches the language of the screen</source>
        <translation>切换屏幕语言</translation>
    </message>
</context>
<context>
    <name>Cabinet</name>
    <message>
        <source>Card</source>
        <translation>读卡区</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>出纸口</translation>
    </message>
</context>
<context>
    <name>CardProblem</name>
    <message>
        <source>The card was taken away too soon.</source>
        <translation>身份证拿开得太早了</translation>
    </message>
    <message>
        <source>Put it back and leave it there for a moment.</source>
        <translation>请放回读卡区，稍等片刻再拿开</translation>
    </message>
    <message>
        <source>Your card could not be read.</source>
        <translation>没有读到您的身份证</translation>
    </message>
    <message>
        <source>Lift it, then lay it down flat again.</source>
        <translation>请拿起来，再平放一次</translation>
    </message>
    <message>
        <source>Your card could not be verified.</source>
        <translation>您的身份证未能通过核验</translation>
    </message>
    <message>
        <source>Try once more, or ask at a counter.</source>
        <translation>请再试一次，或到窗口咨询</translation>
    </message>
    <message>
        <source>This card cannot be used here.</source>
        <translation>这里不能使用这种卡</translation>
    </message>
    <message>
        <source>Please use your resident identity card.</source>
        <translation>请使用居民身份证</translation>
    </message>
    <message>
        <source>A card is lying on the reader already.</source>
        <translation>读卡区上已经有一张卡</translation>
    </message>
    <message>
        <source>Lift it, then put it down again to go on.</source>
        <translation>请先拿起来，再放上去继续</translation>
    </message>
    <message>
        <source>This card is no longer valid.</source>
        <translation>该证件已过有效期。</translation>
    </message>
    <message>
        <source>Please have it renewed, and use the new one.</source>
        <translation>请先换领新证，再来办理。</translation>
    </message>
</context>
<context>
    <name>ChooseItemScreen</name>
    <message>
        <source>What would you like to do?</source>
        <translation>您想办什么事？</translation>
    </message>
    <message>
        <source>Tap a service to begin</source>
        <translation>点一下就开始</translation>
    </message>
    <message>
        <source>For anything else, please ask at a counter.</source>
        <translation>其他事项，请到窗口办理</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>More</source>
        <translation>下一页</translation>
    </message>
</context>
<context>
    <name>ChooseOptionsScreen</name>
    <message>
        <source>{count} chosen</source>
        <translation>已选 {count} 项</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>More</source>
        <translation>下一页</translation>
    </message>
</context>
<context>
    <name>ConfirmPersonScreen</name>
    <message>
        <source>Is this you?</source>
        <translation>是您本人吗？</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation>身份证号码</translation>
    </message>
    <message>
        <source>If it is not, cancel and take the card away.</source>
        <translation>如果不是，请按“取消”，并把身份证拿走</translation>
    </message>
</context>
<context>
    <name>DeclareScreen</name>
    <message>
        <source>Applicant: {holder}</source>
        <translation>申请人：{holder}</translation>
    </message>
</context>
<context>
    <name>Door</name>
    <message>
        <source>Your cell is being opened…</source>
        <translation>正在打开格口…</translation>
    </message>
    <message>
        <source>Take your document</source>
        <translation>请取走证件</translation>
    </message>
    <message>
        <source>Then close the door, until it clicks.</source>
        <translation>取走后请关好柜门，听到“咔嗒”声为止。</translation>
    </message>
    <message>
        <source>The door is still open.</source>
        <translation>柜门还开着。</translation>
    </message>
    <message>
        <source>Please close it, until it clicks.</source>
        <translation>请关好柜门，听到“咔嗒”声为止。</translation>
    </message>
    <message>
        <source>The door did not open.</source>
        <translation>柜门没有打开。</translation>
    </message>
    <message>
        <source>Press lightly against it, then try again.</source>
        <translation>请轻推一下柜门，再试一次。</translation>
    </message>
    <message>
        <source>Do you have your document?</source>
        <translation>证件取到了吗？</translation>
    </message>
    <message>
        <source>With “Back” the door is opened once more.</source>
        <translation>如未取到，按“返回”可再次开门。</translation>
    </message>
    <message>
        <source>Do you have your document, and is the door closed?</source>
        <translation>证件取到了、柜门也关好了吗？</translation>
    </message>
    <message>
        <source>With “Back” you say that it did not open.</source>
        <translation>如柜门没有打开，请按“返回”。</translation>
    </message>
    <message>
        <source>The door was left open.</source>
        <translation>柜门未关。</translation>
    </message>
    <message>
        <source>Staff have been told.</source>
        <translation>已通知工作人员。</translation>
    </message>
    <message>
        <source>It is not clear what happened.</source>
        <translation>开门情况无法确认。</translation>
    </message>
    <message>
        <source>Your document is not lost: staff will look. Please call.</source>
        <translation>证件不会丢失，工作人员会查看，请拨打电话联系。</translation>
    </message>
    <message>
        <source>Another door stands open.</source>
        <translation>另有一扇柜门开着。</translation>
    </message>
    <message>
        <source>Please close it first, then try again.</source>
        <translation>请先把它关好，再试一次。</translation>
    </message>
</context>
<context>
    <name>FieldProblem</name>
    <message>
        <source>Please check it, and type it again.</source>
        <translation>请核对后重新输入。</translation>
    </message>
    <message>
        <source>Nothing has been typed yet.</source>
        <translation>还没有填写。</translation>
    </message>
    <message>
        <source>Please answer, or go back.</source>
        <translation>请填写，或按“返回”。</translation>
    </message>
    <message>
        <source>That is too short.</source>
        <translation>位数不够。</translation>
    </message>
    <message>
        <source>A digit is wrong.</source>
        <translation>有一位输错了。</translation>
    </message>
    <message>
        <source>The date of birth in it does not exist.</source>
        <translation>其中的出生日期不存在。</translation>
    </message>
    <message>
        <source>That cannot be right.</source>
        <translation>格式不对。</translation>
    </message>
    <message>
        <source>That is too early.</source>
        <translation>时间太早了。</translation>
    </message>
    <message>
        <source>Please choose a later month.</source>
        <translation>请选择更晚的月份。</translation>
    </message>
    <message>
        <source>That month is not complete yet.</source>
        <translation>该月还没有结束。</translation>
    </message>
    <message>
        <source>Please choose an earlier month.</source>
        <translation>请选择更早的月份。</translation>
    </message>
    <message>
        <source>The amount is too small.</source>
        <translation>金额太小。</translation>
    </message>
    <message>
        <source>At least {limit}.</source>
        <translation>至少 {limit}。</translation>
    </message>
    <message>
        <source>The amount is too large.</source>
        <translation>金额太大。</translation>
    </message>
    <message>
        <source>At most {limit}.</source>
        <translation>至多 {limit}。</translation>
    </message>
    <message>
        <source>This code does not fit.</source>
        <translation>取证码不对。</translation>
    </message>
    <message>
        <source>Tries left: {count}</source>
        <translation>还可以再试 {count} 次</translation>
    </message>
    <message>
        <source>Nothing waits under this code.</source>
        <translation>没有查到该取件码对应的结果。</translation>
    </message>
    <message>
        <source>That is the code of a certificate.</source>
        <translation>这是证明文件上的二维码。</translation>
    </message>
    <message>
        <source>Your slip has a code of its own.</source>
        <translation>请使用受理凭条上的取件码。</translation>
    </message>
</context>
<context>
    <name>Grade</name>
    <message>
        <source>Very satisfied</source>
        <translation>非常满意</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>满意</translation>
    </message>
    <message>
        <source>Mostly satisfied</source>
        <translation>基本满意</translation>
    </message>
    <message>
        <source>Dissatisfied</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>Very dissatisfied</source>
        <translation>非常不满意</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Erase</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>KioskWindow</name>
    <message>
        <source>For staff: {code}</source>
        <translation>工作人员代码 {code}</translation>
    </message>
</context>
<context>
    <name>MainAction</name>
    <message>
        <source>Yes, this is me</source>
        <translation>是我本人</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>去支付</translation>
    </message>
    <message>
        <source>I have read it and accept</source>
        <translation>我已阅读并承诺</translation>
    </message>
    <message>
        <source>Yes, I have it</source>
        <translation>取到了</translation>
    </message>
    <message>
        <source>Go on, take it later</source>
        <translation>以后再领，继续办理</translation>
    </message>
    <message>
        <source>Accept my request</source>
        <translation>受理我的申请</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Send rating</source>
        <translation>提交评价</translation>
    </message>
    <message>
        <source>Skip rating</source>
        <translation>不评价了</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>MessageScreen</name>
    <message>
        <source>Try again later, ask at a counter, or call</source>
        <translation>请稍后再来、前往窗口，或拨打</translation>
    </message>
</context>
<context>
    <name>Month</name>
    <message>
        <source>Jan</source>
        <translation>1月</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>2月</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>3月</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>4月</translation>
    </message>
    <message>
        <source>May</source>
        <translation>5月</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>6月</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>7月</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>8月</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>9月</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>10月</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>11月</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>12月</translation>
    </message>
</context>
<context>
    <name>OfferQueueScreen</name>
    <message>
        <source>We can take your request now</source>
        <translation>现在可以先受理</translation>
    </message>
    <message>
        <source>Your request is accepted now, and you get a slip with a collection code.</source>
        <translation>现在就受理，您会拿到一张带取件码的回执</translation>
    </message>
    <message>
        <source>Nothing is paid now. The slip says what is to be paid.</source>
        <translation>现在不收费，凭条上会写明应缴事项。</translation>
    </message>
    <message>
        <source>Then pay at any terminal: scan the slip there.</source>
        <translation>之后可在任一终端扫描凭条缴费。</translation>
    </message>
    <message>
        <source>Then collect the result at any terminal, with this code.</source>
        <translation>凭取件码，到任意一台终端领取结果</translation>
    </message>
    <message>
        <source>It is carried out by itself once the network is back.</source>
        <translation>联网后自动办理，您不用等</translation>
    </message>
    <message>
        <source>Applicant: {holder}</source>
        <translation>申请人：{holder}</translation>
    </message>
</context>
<context>
    <name>OutOfServiceScreen</name>
    <message>
        <source>Getting ready, one moment</source>
        <translation>正在准备，请稍候</translation>
    </message>
    <message>
        <source>You can begin shortly.</source>
        <translation>很快就可以办理</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>暂停服务</translation>
    </message>
    <message>
        <source>It comes back by itself as soon as this is put right.</source>
        <translation>恢复正常后会自动继续服务</translation>
    </message>
    <message>
        <source>Please ask at a counter, use another terminal, or call</source>
        <translation>请前往窗口、使用其他终端，或拨打</translation>
    </message>
</context>
<context>
    <name>PagedTable</name>
    <message>
        <source>Back up</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>More</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>第 {page} 页，共 {pages} 页</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Your paper has been printed</source>
        <translation>已经打印好了</translation>
    </message>
    <message>
        <source>Nothing was printed</source>
        <translation>没有打印出来</translation>
    </message>
    <message>
        <source>The paper may be incomplete</source>
        <translation>可能没有打印完整</translation>
    </message>
</context>
<context>
    <name>PaperTroubleScreen</name>
    <message>
        <source>Your service is finished, and nothing is lost.</source>
        <translation>您的事已经办完，什么都没有丢</translation>
    </message>
    <message>
        <source>Take a photo of this number, or write it down.</source>
        <translation>请用手机拍下流水号，或抄下来</translation>
    </message>
    <message>
        <source>Your request has been accepted, and nothing is lost.</source>
        <translation>您的申请已经受理，什么都没有丢</translation>
    </message>
    <message>
        <source>Your receipt&apos;s serial number</source>
        <translation>您的凭条流水号</translation>
    </message>
    <message>
        <source>Collection code</source>
        <translation>取件码</translation>
    </message>
    <message>
        <source>With it you collect the result at any terminal</source>
        <translation>凭此码可在任意一台终端领取结果</translation>
    </message>
    <message>
        <source>Take a photo of this code, or write it down.</source>
        <translation>请用手机拍下取件码，或抄下来</translation>
    </message>
    <message>
        <source>Your payment has arrived, and is not lost.</source>
        <translation>款项已到账，不会丢失。</translation>
    </message>
    <message>
        <source>Scan the code: your phone keeps the receipt.</source>
        <translation>请用手机扫码，保存电子凭条。</translation>
    </message>
    <message>
        <source>Your document is ready, and nothing is lost.</source>
        <translation>您的文件已办好，不会丢失。</translation>
    </message>
    <message>
        <source>Tap “Try again” to print once more.</source>
        <translation>按“再试一次”，重新打印</translation>
    </message>
    <message>
        <source>Tap “Continue” for a receipt that has this code.</source>
        <translation>按“继续”领取印有取件码的凭条。</translation>
    </message>
    <message>
        <source>Take what came out. If it is incomplete, tell the staff.</source>
        <translation>请取走已打出的纸；如果不完整，请告诉工作人员</translation>
    </message>
    <message>
        <source>If you need the receipt, ask the staff with this number.</source>
        <translation>如果需要凭条，请凭流水号找工作人员</translation>
    </message>
    <message>
        <source>If you need the slip, ask the staff with this code.</source>
        <translation>如果需要回执，请凭取件码找工作人员</translation>
    </message>
    <message>
        <source>Serial number {serial}</source>
        <translation>流水号 {serial}</translation>
    </message>
</context>
<context>
    <name>Pay</name>
    <message>
        <source>Nothing was paid.</source>
        <translation>没有扣款。</translation>
    </message>
    <message>
        <source>Scan this code with your phone</source>
        <translation>请用手机扫码支付</translation>
    </message>
    <message>
        <source>Scan the code on the display beside</source>
        <translation>请扫描旁边屏幕上的二维码</translation>
    </message>
    <message>
        <source>Or hold your own payment code to the scanner.</source>
        <translation>也可以将您的付款码对准扫码口。</translation>
    </message>
    <message>
        <source>How would you like to pay?</source>
        <translation>请选择支付方式</translation>
    </message>
    <message>
        <source>Asking for the bill…</source>
        <translation>正在核对账单…</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候。</translation>
    </message>
    <message>
        <source>Your payment is being confirmed…</source>
        <translation>正在确认付款…</translation>
    </message>
    <message>
        <source>Please confirm it on your phone if you are asked.</source>
        <translation>如手机提示，请在手机上确认。</translation>
    </message>
    <message>
        <source>The order is being closed…</source>
        <translation>正在关闭订单…</translation>
    </message>
    <message>
        <source>Please do not pay it any more.</source>
        <translation>请不要再支付。</translation>
    </message>
    <message>
        <source>The payment was declined</source>
        <translation>付款未成功</translation>
    </message>
    <message>
        <source>You may try again.</source>
        <translation>您可以再试一次。</translation>
    </message>
    <message>
        <source>The order was closed</source>
        <translation>订单已关闭</translation>
    </message>
    <message>
        <source>You may begin again at any time.</source>
        <translation>您可以随时重新办理。</translation>
    </message>
    <message>
        <source>The bill has changed meanwhile</source>
        <translation>账单已有变化</translation>
    </message>
    <message>
        <source>Please look at it again.</source>
        <translation>请重新查询。</translation>
    </message>
    <message>
        <source>This bill has been paid already</source>
        <translation>该账单已经缴清</translation>
    </message>
    <message>
        <source>There is nothing more to do.</source>
        <translation>无需再办理。</translation>
    </message>
    <message>
        <source>This amount cannot be paid here</source>
        <translation>该金额不能在此缴纳</translation>
    </message>
    <message>
        <source>Please ask at a counter.</source>
        <translation>请到窗口咨询。</translation>
    </message>
    <message>
        <source>Payment being confirmed, do not pay again</source>
        <translation>支付确认中，请勿重复支付</translation>
    </message>
    <message>
        <source>It ends by itself. Money that was taken for nothing comes back.</source>
        <translation>系统会自动确认，多扣的款项会自动退回。</translation>
    </message>
    <message>
        <source>No order could be opened</source>
        <translation>暂时无法支付</translation>
    </message>
    <message>
        <source>Please try again later.</source>
        <translation>请稍后再试。</translation>
    </message>
</context>
<context>
    <name>PrintingScreen</name>
    <message>
        <source>Accepted. Your slip is being printed</source>
        <translation>已受理，正在打印回执</translation>
    </message>
    <message>
        <source>Your receipt is being printed</source>
        <translation>正在打印凭条，请稍候</translation>
    </message>
    <message>
        <source>Your document is being made and sealed</source>
        <translation>正在生成文件并加盖电子印章</translation>
    </message>
    <message>
        <source>This takes a moment.</source>
        <translation>请稍候。</translation>
    </message>
    <message>
        <source>Your document is being printed</source>
        <translation>正在打印您的文件</translation>
    </message>
    <message>
        <source>It comes out of the printer for A4 paper.</source>
        <translation>请从 A4 打印口取走。</translation>
    </message>
    <message>
        <source>Document {number} of {of}.</source>
        <translation>第 {number} 份，共 {of} 份。</translation>
    </message>
    <message>
        <source>It comes out here. Wait until it is cut off.</source>
        <translation>纸从这里出来，切断后再取</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>Your card could not be read</source>
        <translation>没能读到您的身份证</translation>
    </message>
    <message>
        <source>No answer for the moment</source>
        <translation>暂时没有查到结果</translation>
    </message>
    <message>
        <source>Your request was not accepted</source>
        <translation>您的申请没有受理</translation>
    </message>
    <message>
        <source>Nothing lies here for you</source>
        <translation>这里没有您的证件</translation>
    </message>
    <message>
        <source>A wrong code too often</source>
        <translation>取证码输错次数过多</translation>
    </message>
    <message>
        <source>Another card was put down</source>
        <translation>放上了另一张证件</translation>
    </message>
    <message>
        <source>It was not picked up in time</source>
        <translation>已超过领取期限</translation>
    </message>
    <message>
        <source>Staff must look at this cell</source>
        <translation>该格口需工作人员查看</translation>
    </message>
    <message>
        <source>It was picked up already</source>
        <translation>证件已被领取</translation>
    </message>
    <message>
        <source>Nothing has been submitted, and nothing is lost.</source>
        <translation>没有提交任何申请，什么都没有丢</translation>
    </message>
    <message>
        <source>It was not recorded here. Please apply again elsewhere.</source>
        <translation>这里没有留下记录，请换个地方重新办理</translation>
    </message>
    <message>
        <source>Your message says at which terminal your document lies.</source>
        <translation>短信中写有证件所在的终端。</translation>
    </message>
    <message>
        <source>Your document is safe. Please ask at a counter.</source>
        <translation>证件安全存放，请到窗口咨询。</translation>
    </message>
    <message>
        <source>The visit has ended, and nothing of it is kept here.</source>
        <translation>本次办理已结束，未保留任何信息。</translation>
    </message>
    <message>
        <source>Your document is safe at the department&apos;s counter.</source>
        <translation>证件已妥善退回部门窗口。</translation>
    </message>
    <message>
        <source>The door was opened before, and something went wrong then.</source>
        <translation>此前开门时出现过异常。</translation>
    </message>
    <message>
        <source>If you do not have it, please call at once.</source>
        <translation>如果不是您本人领取，请立即拨打电话。</translation>
    </message>
</context>
<context>
    <name>Prompt</name>
    <message>
        <source>Do you need more time?</source>
        <translation>还需要时间吗？</translation>
    </message>
    <message>
        <source>seconds until this visit ends and everything about you is cleared</source>
        <translation>秒后自动结束，并清除您的信息</translation>
    </message>
    <message>
        <source>Yes, more time</source>
        <translation>需要，请等等我</translation>
    </message>
    <message>
        <source>No, end now</source>
        <translation>不需要，现在结束</translation>
    </message>
</context>
<context>
    <name>PutCardScreen</name>
    <message>
        <source>Put your identity card on the card reader</source>
        <translation>请把身份证放在读卡区</translation>
    </message>
    <message>
        <source>Lay it flat and leave it there</source>
        <translation>平放好，先不要拿开</translation>
    </message>
    <message>
        <source>No card here? Use your collection code</source>
        <translation>没带证件？使用取件码</translation>
    </message>
</context>
<context>
    <name>RateVisitScreen</name>
    <message>
        <source>How was it today?</source>
        <translation>这次办得怎么样？</translation>
    </message>
    <message>
        <source>Please take your receipt</source>
        <translation>请取走您的凭条</translation>
    </message>
    <message>
        <source>Please take your slip. Collection code:</source>
        <translation>请取走您的回执，取件码：</translation>
    </message>
    <message>
        <source>Collection code</source>
        <translation>取件码</translation>
    </message>
    <message>
        <source>With it you collect the result at any terminal</source>
        <translation>凭此码可在任意一台终端领取结果</translation>
    </message>
</context>
<context>
    <name>RatingReason</name>
    <message>
        <source>Hard to use</source>
        <translation>操作不方便</translation>
    </message>
    <message>
        <source>Too slow</source>
        <translation>速度太慢</translation>
    </message>
    <message>
        <source>Device fault</source>
        <translation>设备有故障</translation>
    </message>
    <message>
        <source>Wrong information</source>
        <translation>信息不准确</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他原因</translation>
    </message>
</context>
<context>
    <name>ReleaseScreen</name>
    <message>
        <source>Cell {number}</source>
        <translation>{number} 号格口</translation>
    </message>
</context>
<context>
    <name>ReviewScreen</name>
    <message>
        <source>{holder} · {department} · as of {day}</source>
        <translation>{holder} · {department} · 数据截至 {day}</translation>
    </message>
    <message>
        <source>No records were found</source>
        <translation>没有查到您的记录</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
</context>
<context>
    <name>StillComingScreen</name>
    <message>
        <source>{holder}, something is still waiting for you</source>
        <translation>{holder}，您还有待领取的事项</translation>
    </message>
    <message>
        <source>Take it now, or go on with what you chose.</source>
        <translation>可以现在领取，也可以继续办理。</translation>
    </message>
    <message>
        <source>Receipt, {day}</source>
        <translation>缴费凭条 · {day}</translation>
    </message>
    <message>
        <source>Document, {day}</source>
        <translation>文件 · {day}</translation>
    </message>
    <message>
        <source>Payment being confirmed. Do not pay again.</source>
        <translation>支付确认中，请勿重复支付。</translation>
    </message>
    <message>
        <source>Take it now</source>
        <translation>现在领取</translation>
    </message>
</context>
<context>
    <name>SubmittingScreen</name>
    <message>
        <source>Handing your application in: {department}</source>
        <translation>正在向{department}提交</translation>
    </message>
</context>
<context>
    <name>TakeCardScreen</name>
    <message>
        <source>Please take your card</source>
        <translation>请取回您的身份证</translation>
    </message>
    <message>
        <source>Everything about you has been cleared here.</source>
        <translation>您的信息已从本机全部清除</translation>
    </message>
    <message>
        <source>A card is still on the reader.</source>
        <translation>读卡区上还有一张卡</translation>
    </message>
    <message>
        <source>If it is not yours, please hand it to the staff.</source>
        <translation>如果不是您的，请交给工作人员</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>apply now, done later</source>
        <translation>现在可受理，联网后办理</translation>
    </message>
    <message>
        <source>one moment, please</source>
        <translation>请稍等</translation>
    </message>
    <message>
        <source>call {hotline}</source>
        <translation>请拨打 {hotline}</translation>
    </message>
    <message>
        <source>{cause}: {then}</source>
        <translation>{cause}，{then}</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>Card reader not working</source>
        <translation>读卡器故障</translation>
    </message>
    <message>
        <source>Printer not working</source>
        <translation>打印机故障</translation>
    </message>
    <message>
        <source>Out of paper</source>
        <translation>打印纸用完</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>网络不通</translation>
    </message>
    <message>
        <source>Storage fault</source>
        <translation>存储故障</translation>
    </message>
    <message>
        <source>Department offline</source>
        <translation>业务系统离线</translation>
    </message>
    <message>
        <source>No A4 printing</source>
        <translation>A4 打印故障</translation>
    </message>
    <message>
        <source>Locker not working</source>
        <translation>取证柜故障</translation>
    </message>
    <message>
        <source>Pick-up not ready</source>
        <translation>取证信息未就绪</translation>
    </message>
    <message>
        <source>Queue is full</source>
        <translation>待办申请已满</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>设备正在准备</translation>
    </message>
    <message>
        <source>The card reader is not working.</source>
        <translation>读卡器出了故障</translation>
    </message>
    <message>
        <source>The printer is not working.</source>
        <translation>打印机出了故障</translation>
    </message>
    <message>
        <source>The printer has run out of paper.</source>
        <translation>打印纸用完了</translation>
    </message>
    <message>
        <source>The printer for documents is not working.</source>
        <translation>文件打印机暂不可用。</translation>
    </message>
    <message>
        <source>The locker is not working.</source>
        <translation>取证柜暂不可用。</translation>
    </message>
    <message>
        <source>This terminal does not know yet what lies in its locker.</source>
        <translation>取证信息尚未更新。</translation>
    </message>
    <message>
        <source>There is no network at the moment.</source>
        <translation>网络暂时不通</translation>
    </message>
    <message>
        <source>The department&apos;s system is not answering at the moment.</source>
        <translation>业务系统暂时没有应答</translation>
    </message>
    <message>
        <source>This terminal cannot store requests safely at the moment.</source>
        <translation>本机暂时无法安全保存申请</translation>
    </message>
    <message>
        <source>Too many requests are waiting for the network already.</source>
        <translation>等待联网办理的申请已满</translation>
    </message>
    <message>
        <source>The devices are getting ready.</source>
        <translation>设备正在准备</translation>
    </message>
</context>
<context>
    <name>WaitingScreen</name>
    <message>
        <source>Asking {department} …</source>
        <translation>正在向{department}查询…</translation>
    </message>
    <message>
        <source>This is taking longer than usual. You may wait, or cancel.</source>
        <translation>今天比平时慢一些。您可以再等等，也可以取消。</translation>
    </message>
    <message>
        <source>This usually takes a few seconds</source>
        <translation>一般几秒钟就好</translation>
    </message>
</context>
<context>
    <name>Where</name>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
</context>
</TS>
