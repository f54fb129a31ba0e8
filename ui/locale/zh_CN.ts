<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Open again</source>
        <translation>再打开</translation>
    </message>
    <message>
        <source>No</source>
        <translation>没有</translation>
    </message>
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
        <source>Please enter your collection code</source>
        <translation>请输入您的取件码</translation>
    </message>
    <message>
        <source>It stands on your slip: eight letters and digits.</source>
        <translation>在您的凭条上，共 8 位字母和数字</translation>
    </message>
    <message>
        <source>The six digits of the message that you got</source>
        <translation>通知短信里的 6 位数字</translation>
    </message>
    <message>
        <source>{hint}: {where}</source>
        <translation>{hint}：{where}</translation>
    </message>
    <message>
        <source>Please enter your pick-up code</source>
        <translation>请输入您的取证码</translation>
    </message>
    <message>
        <source>You can also hold the code to the scanner.</source>
        <translation>也可以把条码对准扫码口</translation>
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
        <source>Receipt</source>
        <translation>凭条口</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文件出口</translation>
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
        <source>Please use your new one, or ask at a counter.</source>
        <translation>请使用新的证件，或到窗口咨询。</translation>
    </message>
    <message>
        <source>Your name cannot be printed here.</source>
        <translation>本机无法打印您的姓名。</translation>
    </message>
    <message>
        <source>It has a character that this terminal does not have. Please go to a counter with your card.</source>
        <translation>其中有本机字库没有的字，请持证件到窗口办理。</translation>
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
</context>
<context>
    <name>ChooseOptionsScreen</name>
    <message>
        <source>None of these can be done here</source>
        <translation>以下各项都不能在这里办理</translation>
    </message>
    <message>
        <source>Tap what you want to choose</source>
        <translation>点一下即可选中，再点一下取消</translation>
    </message>
    <message>
        <source>Together, {count} chosen</source>
        <translation>已选 {count} 项，合计</translation>
    </message>
</context>
<context>
    <name>ConfirmPersonScreen</name>
    <message>
        <source>Is this you?</source>
        <translation>是您本人吗？</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>您好</translation>
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
        <source>One moment: is anything still waiting for you? …</source>
        <translation>请稍候，正在查询您是否还有待领取的材料…</translation>
    </message>
    <message>
        <source>If it is not, cancel and take the card away.</source>
        <translation>如果不是，请按“取消”，并把身份证拿走</translation>
    </message>
</context>
<context>
    <name>DeclareScreen</name>
    <message>
        <source>Please read this, then accept it or go back</source>
        <translation>请阅读以下内容，然后确认或返回</translation>
    </message>
    <message>
        <source>Declared by {holder}</source>
        <translation>声明人：{holder}</translation>
    </message>
</context>
<context>
    <name>Door</name>
    <message>
        <source>Your document lies safely in its cell. Please ask the staff.</source>
        <translation>您的证件仍安全地放在格口里，请找工作人员。</translation>
    </message>
    <message>
        <source>Your cell is being opened</source>
        <translation>正在打开您的格口</translation>
    </message>
    <message>
        <source>Please go to the locker.</source>
        <translation>请到取证柜前</translation>
    </message>
    <message>
        <source>Take out your document</source>
        <translation>请取出您的证件</translation>
    </message>
    <message>
        <source>Then close the door.</source>
        <translation>然后关上柜门</translation>
    </message>
    <message>
        <source>Please close the door</source>
        <translation>请关上柜门</translation>
    </message>
    <message>
        <source>If it stays open, the staff will be told.</source>
        <translation>柜门一直开着，将通知工作人员</translation>
    </message>
    <message>
        <source>The door did not open</source>
        <translation>柜门没有打开</translation>
    </message>
    <message>
        <source>Nothing was handed out. You can try again.</source>
        <translation>证件没有取出，您可以再试一次。</translation>
    </message>
    <message>
        <source>Do you have your document?</source>
        <translation>证件拿到了吗？</translation>
    </message>
    <message>
        <source>The door is closed. If it lies inside still, open it again.</source>
        <translation>柜门已关上。如果证件还在里面，可以再开一次。</translation>
    </message>
    <message>
        <source>Push the door until it clicks, then answer here.</source>
        <translation>请把柜门推到“咔嗒”一声，再在这里回答。</translation>
    </message>
    <message>
        <source>The door was left open</source>
        <translation>柜门没有关上</translation>
    </message>
    <message>
        <source>The staff have been told. Please close it.</source>
        <translation>已通知工作人员，请关上柜门。</translation>
    </message>
    <message>
        <source>The staff must look into the cell</source>
        <translation>需要工作人员查看格口</translation>
    </message>
    <message>
        <source>Nothing is lost. Please ask at a counter, with this number.</source>
        <translation>您的证件不会丢失。请凭下面的编号到窗口咨询。</translation>
    </message>
    <message>
        <source>Another door stands open</source>
        <translation>另一个柜门开着</translation>
    </message>
    <message>
        <source>Do you have your document, and is the door closed?</source>
        <translation>证件拿到了吗？柜门关好了吗？</translation>
    </message>
    <message>
        <source>Please close it first, then try again.</source>
        <translation>请先关上它，然后再试一次。</translation>
    </message>
</context>
<context>
    <name>FieldProblem</name>
    <message>
        <source>There is no answer yet.</source>
        <translation>还没有填写。</translation>
    </message>
    <message>
        <source>Please give it below.</source>
        <translation>请在下面选择或输入。</translation>
    </message>
    <message>
        <source>Some characters are still missing.</source>
        <translation>还少几位。</translation>
    </message>
    <message>
        <source>Please go on typing.</source>
        <translation>请继续输入。</translation>
    </message>
    <message>
        <source>A digit is wrong.</source>
        <translation>有一位输错了。</translation>
    </message>
    <message>
        <source>Compare each with your card.</source>
        <translation>请与证件逐位核对。</translation>
    </message>
    <message>
        <source>It holds no real date of birth.</source>
        <translation>其中的出生日期不存在。</translation>
    </message>
    <message>
        <source>Compare the digits in the middle.</source>
        <translation>请核对中间 8 位。</translation>
    </message>
    <message>
        <source>This does not fit.</source>
        <translation>格式不对。</translation>
    </message>
    <message>
        <source>Compare each character.</source>
        <translation>请逐位核对。</translation>
    </message>
    <message>
        <source>This month is too early.</source>
        <translation>这个月份太早了。</translation>
    </message>
    <message>
        <source>Please choose a later one.</source>
        <translation>请选择后面的月份。</translation>
    </message>
    <message>
        <source>This month is not complete yet.</source>
        <translation>这个月份还没有结束。</translation>
    </message>
    <message>
        <source>Please choose an earlier one.</source>
        <translation>请选择前面的月份。</translation>
    </message>
    <message>
        <source>This is too little.</source>
        <translation>金额太小。</translation>
    </message>
    <message>
        <source>The least is {limit}.</source>
        <translation>最少 {limit}。</translation>
    </message>
    <message>
        <source>This is too much.</source>
        <translation>金额太大。</translation>
    </message>
    <message>
        <source>The most is {limit}.</source>
        <translation>最多 {limit}。</translation>
    </message>
    <message>
        <source>This code is wrong.</source>
        <translation>取证码不对。</translation>
    </message>
    <message>
        <source>Tries left: {tries}</source>
        <translation>还可以试 {tries} 次。</translation>
    </message>
    <message>
        <source>Compare it with your slip.</source>
        <translation>请与凭条核对。</translation>
    </message>
    <message>
        <source>This is the code of a certificate.</source>
        <translation>这是证明材料上的码。</translation>
    </message>
    <message>
        <source>Please use the code of your slip.</source>
        <translation>请使用凭条上的取件码。</translation>
    </message>
    <message>
        <source>The code could not be read.</source>
        <translation>未能读出该码。</translation>
    </message>
    <message>
        <source>Hold it still before the scanner, or type it.</source>
        <translation>请将码对准扫码口停留片刻，或手动输入。</translation>
    </message>
    <message>
        <source>Nothing waits under this code.</source>
        <translation>没有查到该取件码对应的结果。</translation>
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
        <source>Clear all</source>
        <translation>清空</translation>
    </message>
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
        <source>Not now, go on</source>
        <translation>暂不领取，继续</translation>
    </message>
    <message>
        <source>Open the cell</source>
        <translation>打开格口</translation>
    </message>
    <message>
        <source>Give me the slip</source>
        <translation>给我凭条</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出服务模式</translation>
    </message>
    <message>
        <source>Yes, it is in</source>
        <translation>是，已放入</translation>
    </message>
    <message>
        <source>Yes, it is there</source>
        <translation>是，在里面</translation>
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
    <name>Months</name>
    <message>
        <source>Earlier</source>
        <translation>前一年</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>后一年</translation>
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
        <translation>现在就受理，您会拿到一张带取件码的凭条</translation>
    </message>
    <message>
        <source>Then pay at any terminal: scan the slip there.</source>
        <translation>之后在任意一台终端扫凭条上的码缴费。</translation>
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
        <source>You can pay later</source>
        <translation>您可以稍后缴费</translation>
    </message>
    <message>
        <source>You get a slip that says what is to be paid, and how.</source>
        <translation>您将拿到一张凭条，写明应缴款项和缴费方式。</translation>
    </message>
    <message>
        <source>Nothing is paid now: no money is taken without the network.</source>
        <translation>现在不收款：没有网络时，本机绝不收钱。</translation>
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
        <source>You have paid, and nothing is lost.</source>
        <translation>您已缴费成功，不会丢失。</translation>
    </message>
    <message>
        <source>With it, or with your card, you collect it at any terminal</source>
        <translation>凭此码或本人身份证，可在任意一台终端领取</translation>
    </message>
    <message>
        <source>With it you collect the result at any terminal</source>
        <translation>凭此码可在任意一台终端领取结果</translation>
    </message>
    <message>
        <source>Scan this code with your phone: it is your receipt.</source>
        <translation>用手机扫这个码，就是您的缴费凭条。</translation>
    </message>
    <message>
        <source>Take a photo of this code, or write it down.</source>
        <translation>请用手机拍下取件码，或抄下来</translation>
    </message>
    <message>
        <source>Collect it whole at another terminal.</source>
        <translation>请到另一台终端领取完整的一份。</translation>
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
        <source>Take what came out. If it is incomplete, tell the staff.</source>
        <translation>请取走已打出的纸；如果不完整，请告诉工作人员</translation>
    </message>
    <message>
        <source>If you need the receipt, ask the staff with this number.</source>
        <translation>如果需要凭条，请凭流水号找工作人员</translation>
    </message>
    <message>
        <source>If you need the slip, ask the staff with this code.</source>
        <translation>如果需要凭条，请凭取件码找工作人员</translation>
    </message>
    <message>
        <source>Serial number {serial}</source>
        <translation>流水号 {serial}</translation>
    </message>
</context>
<context>
    <name>Pay</name>
    <message>
        <source>That code could not be read. Hold it still before the scanner.</source>
        <translation>未能读出该码，请对准扫码口停留片刻。</translation>
    </message>
    <message>
        <source>That is no payment code that is known here. Please show another.</source>
        <translation>这不是本机可用的付款码，请出示其他付款码。</translation>
    </message>
    <message>
        <source>How would you like to pay?</source>
        <translation>您想怎样付款？</translation>
    </message>
    <message>
        <source>Preparing your payment …</source>
        <translation>正在准备付款…</translation>
    </message>
    <message>
        <source>The amount is checked once more.</source>
        <translation>正在再次核对金额</translation>
    </message>
    <message>
        <source>Scan this code with {method}</source>
        <translation>请用{method}扫码付款</translation>
    </message>
    <message>
        <source>Your payment code was read</source>
        <translation>已读到您的付款码</translation>
    </message>
    <message>
        <source>If your phone asks you, please confirm there.</source>
        <translation>如果手机提示确认，请在手机上确认。</translation>
    </message>
    <message>
        <source>Closing the order …</source>
        <translation>正在关闭订单…</translation>
    </message>
    <message>
        <source>Please do not scan its code any more.</source>
        <translation>请不要再扫刚才的码。</translation>
    </message>
    <message>
        <source>Nothing was paid. You can try again.</source>
        <translation>没有扣款，您可以再试一次。</translation>
    </message>
    <message>
        <source>Nothing was paid</source>
        <translation>没有付款</translation>
    </message>
    <message>
        <source>The order is closed: its code can no longer be used to pay.</source>
        <translation>订单已关闭，刚才的码不能再付款。</translation>
    </message>
    <message>
        <source>Nothing was paid. Begin again to see what it is now.</source>
        <translation>没有扣款。请重新办理，查看最新的账单。</translation>
    </message>
    <message>
        <source>This has been paid already</source>
        <translation>这笔款已经缴过了</translation>
    </message>
    <message>
        <source>It was paid elsewhere. Nothing was paid here.</source>
        <translation>已在别处缴清，这里没有扣款。</translation>
    </message>
    <message>
        <source>Nothing was paid. Please pay at a counter.</source>
        <translation>没有扣款，请到窗口缴费。</translation>
    </message>
    <message>
        <source>Your payment is being confirmed. Do not pay again</source>
        <translation>支付确认中，请勿重复支付</translation>
    </message>
    <message>
        <source>Please keep your slip. Once it is confirmed, your receipt waits for you at any terminal.</source>
        <translation>请保管好凭条。确认之后，您可以在任意一台终端领取缴费凭条。</translation>
    </message>
    <message>
        <source>Paying is not possible at the moment</source>
        <translation>现在不能付款</translation>
    </message>
    <message>
        <source>Nothing was paid. Try again later, or pay at a counter.</source>
        <translation>没有扣款。请稍后再试，或到窗口缴费。</translation>
    </message>
    <message>
        <source>The payment was declined</source>
        <translation>付款未成功</translation>
    </message>
    <message>
        <source>The bill has changed meanwhile</source>
        <translation>账单有变化</translation>
    </message>
    <message>
        <source>This amount cannot be paid here</source>
        <translation>这个金额不能在这里缴</translation>
    </message>
</context>
<context>
    <name>PrintingScreen</name>
    <message>
        <source>Your document is being made</source>
        <translation>正在制作您的文件</translation>
    </message>
    <message>
        <source>This is taking longer than usual. You may wait, or cancel.</source>
        <translation>今天比平时慢一些。您可以再等等，也可以取消。</translation>
    </message>
    <message>
        <source>It is sealed and signed; this takes a few seconds.</source>
        <translation>正在盖章签名，只需几秒钟</translation>
    </message>
    <message>
        <source>Your receipt is being printed</source>
        <translation>正在打印凭条，请稍候</translation>
    </message>
    <message>
        <source>Your slip is being printed</source>
        <translation>正在打印凭条</translation>
    </message>
    <message>
        <source>Document {number} of {of}: it comes out here</source>
        <translation>第 {number} 份，共 {of} 份，从这里出纸</translation>
    </message>
    <message>
        <source>It comes out here. Wait until it is whole.</source>
        <translation>从这里出纸，请等全部打印完再取</translation>
    </message>
    <message>
        <source>Your document is being printed</source>
        <translation>正在打印您的文件</translation>
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
        <source>Paid: your document comes later</source>
        <translation>已缴费，材料稍后出具</translation>
    </message>
    <message>
        <source>Paid: keep your receipt</source>
        <translation>已缴费，请保管好凭条</translation>
    </message>
    <message>
        <source>Nothing lies here for you</source>
        <translation>这里没有您待领取的证件</translation>
    </message>
    <message>
        <source>The code was wrong too often</source>
        <translation>取证码错误次数过多</translation>
    </message>
    <message>
        <source>Your document is at the counter</source>
        <translation>您的证件在窗口</translation>
    </message>
    <message>
        <source>The staff must look first</source>
        <translation>需要工作人员先查看</translation>
    </message>
    <message>
        <source>It was collected already</source>
        <translation>已经领取过了</translation>
    </message>
    <message>
        <source>It cannot be made at this moment. Your payment stands, and your request has been accepted: the receipt says how to collect the document.</source>
        <translation>现在暂时无法出具。您的缴费有效，申请已受理：如何领取，请看凭条。</translation>
    </message>
    <message>
        <source>Your payment stands, but the request could not be recorded here. The receipt proves the payment.</source>
        <translation>您的缴费有效，但申请未能在本机登记。凭条就是缴费的证明。</translation>
    </message>
    <message>
        <source>It may lie at another terminal, or not be ready yet. The notice that you got says where it is.</source>
        <translation>可能在另一台终端，或者还没有办好。请看通知短信里写明的领取地点。</translation>
    </message>
    <message>
        <source>So that nobody else takes it, this terminal no longer hands it out. Your document lies safely in its cell.</source>
        <translation>为防止他人冒领，本机不再发放这份证件。您的证件安全地放在格口里。</translation>
    </message>
    <message>
        <source>So the visit was ended, and everything about it has been cleared here.</source>
        <translation>本次办理已结束，相关信息已全部清除。</translation>
    </message>
    <message>
        <source>It was not collected in time, so the staff keep it safely for you.</source>
        <translation>超过领取期限，已由工作人员妥善保管。</translation>
    </message>
    <message>
        <source>A cell was opened for you before, and whether your document came out is not known yet.</source>
        <translation>之前为您打开过格口，还不能确定证件是否已取出。</translation>
    </message>
    <message>
        <source>It was handed out before, for this card and with its code.</source>
        <translation>这份证件之前已凭本证件和取证码领取。</translation>
    </message>
    <message>
        <source>Try again later, ask at a counter, or call</source>
        <translation>请稍后再来、前往窗口，或拨打</translation>
    </message>
    <message>
        <source>For questions call</source>
        <translation>如有疑问请拨打</translation>
    </message>
    <message>
        <source>Show the receipt at a counter, or call</source>
        <translation>请持凭条到窗口办理，或拨打</translation>
    </message>
    <message>
        <source>If you are not sure, ask at a counter, or call</source>
        <translation>如有疑问，请前往窗口，或拨打</translation>
    </message>
    <message>
        <source>Go to a counter with your identity card, or call</source>
        <translation>请带身份证到窗口领取，或拨打</translation>
    </message>
    <message>
        <source>To go on, begin again with your own card. For help call</source>
        <translation>请用您本人的证件重新开始。如需帮助，请拨打</translation>
    </message>
    <message>
        <source>Collect it there with your identity card, or call</source>
        <translation>请带身份证到窗口领取，或拨打</translation>
    </message>
    <message>
        <source>Please ask at a counter, or call</source>
        <translation>请前往窗口，或拨打</translation>
    </message>
    <message>
        <source>If that was not you, tell the staff at once, or call</source>
        <translation>如果不是您本人领取，请立即告诉工作人员，或拨打</translation>
    </message>
    <message>
        <source>Another card was put down</source>
        <translation>放上了另一张证件</translation>
    </message>
    <message>
        <source>Nothing has been submitted, and nothing is lost.</source>
        <translation>没有提交任何申请，什么都没有丢</translation>
    </message>
    <message>
        <source>It was not recorded here. Please apply again elsewhere.</source>
        <translation>这里没有留下记录，请换个地方重新办理</translation>
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
        <source>Or hold the code of your slip to the scanner</source>
        <translation>或者把凭条上的码对准扫码口</translation>
    </message>
    <message>
        <source>Lay it flat and leave it there</source>
        <translation>平放好，先不要拿开</translation>
    </message>
    <message>
        <source>I have a collection code</source>
        <translation>我有取件码，手动输入</translation>
    </message>
</context>
<context>
    <name>RateVisitScreen</name>
    <message>
        <source>How was it today?</source>
        <translation>这次办得怎么样？</translation>
    </message>
    <message>
        <source>Please take your receipt, and all that was printed</source>
        <translation>请取走凭条和打印好的材料</translation>
    </message>
    <message>
        <source>Please take your slip. Collection code:</source>
        <translation>请取走您的凭条，取件码：</translation>
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
    <name>ServiceDoor</name>
    <message>
        <source>Put it into cell {cell}?</source>
        <translation>放入 {cell} 号格口？</translation>
    </message>
    <message>
        <source>Take it out of cell {cell}?</source>
        <translation>从 {cell} 号格口取出？</translation>
    </message>
    <message>
        <source>Look into cell {cell}?</source>
        <translation>查看 {cell} 号格口？</translation>
    </message>
    <message>
        <source>Put the envelope in</source>
        <translation>请放入证件袋</translation>
    </message>
    <message>
        <source>Take the envelope out</source>
        <translation>请取出证件袋</translation>
    </message>
    <message>
        <source>See whether the envelope is there</source>
        <translation>请看证件袋是否在里面</translation>
    </message>
    <message>
        <source>Is the envelope in the cell?</source>
        <translation>证件袋在格口里吗？</translation>
    </message>
    <message>
        <source>Have you taken the envelope out?</source>
        <translation>证件袋取出来了吗？</translation>
    </message>
    <message>
        <source>Compare title and label with the envelope.</source>
        <translation>请核对证件袋上的名称和标签。</translation>
    </message>
    <message>
        <source>The door opens as soon as you go on.</source>
        <translation>点“打开格口”后，柜门即打开。</translation>
    </message>
    <message>
        <source>The cell is being opened</source>
        <translation>正在打开格口</translation>
    </message>
    <message>
        <source>Please go to the locker.</source>
        <translation>请到取证柜前</translation>
    </message>
    <message>
        <source>Then close the door.</source>
        <translation>然后关上柜门</translation>
    </message>
    <message>
        <source>Please close the door</source>
        <translation>请关上柜门</translation>
    </message>
    <message>
        <source>After three minutes an alarm is given.</source>
        <translation>超过三分钟未关，系统将报警。</translation>
    </message>
    <message>
        <source>The door did not open</source>
        <translation>柜门没有打开</translation>
    </message>
    <message>
        <source>Nothing has changed. You can try again.</source>
        <translation>没有任何变动，可以再试一次。</translation>
    </message>
    <message>
        <source>A door stands open</source>
        <translation>有柜门没有关</translation>
    </message>
    <message>
        <source>Please close it first, then try again.</source>
        <translation>请先关上它，然后再试一次。</translation>
    </message>
    <message>
        <source>The door is closed. Your answer is recorded.</source>
        <translation>柜门已关。您的回答将被记录。</translation>
    </message>
    <message>
        <source>The door has no sensor: push it until it clicks, then answer.</source>
        <translation>此柜门没有传感器：请推到“咔”一声，再回答。</translation>
    </message>
    <message>
        <source>This cell needs a look</source>
        <translation>此格口需要查看</translation>
    </message>
    <message>
        <source>The locker failed on the way. You find the cell in the menu.</source>
        <translation>取证柜中途出现故障。可在菜单中找到此格口。</translation>
    </message>
</context>
<context>
    <name>ServiceDoorScreen</name>
    <message>
        <source>Cell {number}</source>
        <translation>{number} 号格口</translation>
    </message>
</context>
<context>
    <name>ServiceLabel</name>
    <message>
        <source>Scan the label first, or type it.</source>
        <translation>请先扫描或输入标签。</translation>
    </message>
    <message>
        <source>Not on this terminal&apos;s list. It belongs to another one.</source>
        <translation>不在本机清单上，应放到其他终端。</translation>
    </message>
    <message>
        <source>By the list, it lies in cell {cell} already.</source>
        <translation>清单显示：已在 {cell} 号格口里。</translation>
    </message>
    <message>
        <source>By the list, it was handed out already.</source>
        <translation>清单显示：已被领走。</translation>
    </message>
    <message>
        <source>Cell {cell} is unclear. Look into it first, in the menu.</source>
        <translation>{cell} 号格口状态不明，请先在菜单中查看。</translation>
    </message>
    <message>
        <source>Its time is over. It goes back to the department.</source>
        <translation>已过领取期限，请退回部门。</translation>
    </message>
    <message>
        <source>The code could not be read. Scan it again, or type it.</source>
        <translation>未能读出该码。请重新扫码，或手动输入。</translation>
    </message>
    <message>
        <source>No cell is free for it. Take overdue ones back first.</source>
        <translation>没有空格口，请先取回逾期证件。</translation>
    </message>
</context>
<context>
    <name>ServiceListScreen</name>
    <message>
        <source>Tap the cell that you want to open.</source>
        <translation>请点要打开的格口。</translation>
    </message>
</context>
<context>
    <name>ServiceMenuScreen</name>
    <message>
        <source>Documents in the cells</source>
        <translation>格口里的证件</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>您要做什么？</translation>
    </message>
    <message>
        <source>Free cells: {count}</source>
        <translation>空格口 {count} 个</translation>
    </message>
    <message>
        <source>Nobody came for them in time.</source>
        <translation>在期限内无人领取。</translation>
    </message>
    <message>
        <source>A door was opened, and what is inside is not known.</source>
        <translation>柜门打开过，里面有什么不清楚。</translation>
    </message>
</context>
<context>
    <name>ServiceMessage</name>
    <message>
        <source>No PIN is set on this terminal</source>
        <translation>本机尚未设置密码</translation>
    </message>
    <message>
        <source>A technician sets it on this machine, as the user of the service: python -m kiosk service-pin</source>
        <translation>请技术人员在本机以服务用户身份设置：python -m kiosk service-pin</translation>
    </message>
    <message>
        <source>This terminal has no cells</source>
        <translation>本机没有格口</translation>
    </message>
    <message>
        <source>If it should have some, a technician enters the locker in its settings.</source>
        <translation>如应有格口，请技术人员在配置中登记取证柜。</translation>
    </message>
    <message>
        <source>Nothing can be recorded at the moment</source>
        <translation>目前无法记录</translation>
    </message>
    <message>
        <source>So no cell is opened. Its storage is at fault: call a technician.</source>
        <translation>因此不会打开格口。存储有故障，请联系技术人员。</translation>
    </message>
    <message>
        <source>The list has changed meanwhile</source>
        <translation>清单刚刚有变动</translation>
    </message>
    <message>
        <source>No cell was opened. Please begin again.</source>
        <translation>没有打开格口，请重新开始。</translation>
    </message>
</context>
<context>
    <name>ServicePin</name>
    <message>
        <source>This is not the PIN.</source>
        <translation>密码不对。</translation>
    </message>
    <message>
        <source>Tries left: {count}</source>
        <translation>还可再试 {count} 次。</translation>
    </message>
    <message>
        <source>Try again in {minutes} min.</source>
        <translation>请 {minutes} 分钟后再试。</translation>
    </message>
    <message>
        <source>A PIN has 6 to 12 digits.</source>
        <translation>密码为 6 至 12 位数字。</translation>
    </message>
</context>
<context>
    <name>ServicePinScreen</name>
    <message>
        <source>Service mode</source>
        <translation>服务模式</translation>
    </message>
    <message>
        <source>For staff only.</source>
        <translation>仅限工作人员。</translation>
    </message>
    <message>
        <source>The PIN was wrong too often</source>
        <translation>密码错误次数过多</translation>
    </message>
    <message>
        <source>For staff only. Please enter the PIN.</source>
        <translation>仅限工作人员，请输入密码。</translation>
    </message>
</context>
<context>
    <name>ServiceScanScreen</name>
    <message>
        <source>Hold the label of the envelope to the scanner, or type it.</source>
        <translation>请将证件袋标签对准扫码口，或手动输入。</translation>
    </message>
    <message>
        <source>Type the label of the envelope.</source>
        <translation>请输入证件袋标签。</translation>
    </message>
    <message>
        <source>In cell {cell} now: {title}. The next one, please.</source>
        <translation>{title}已放入 {cell} 号格口。请继续下一件。</translation>
    </message>
</context>
<context>
    <name>ServiceTask</name>
    <message>
        <source>Put documents in</source>
        <translation>放入证件</translation>
    </message>
    <message>
        <source>Take overdue ones back</source>
        <translation>取回逾期证件</translation>
    </message>
    <message>
        <source>Look into unclear cells</source>
        <translation>查看状态不明的格口</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>. </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>StillComing</name>
    <message>
        <source>Receipt of a payment of {day}</source>
        <translation>{day}缴费的凭条</translation>
    </message>
    <message>
        <source>Ready since {day}</source>
        <translation>{day}已办好</translation>
    </message>
    <message>
        <source>Payment of {day} is being confirmed. Do not pay again.</source>
        <translation>{day}的支付确认中，请勿重复支付</translation>
    </message>
</context>
<context>
    <name>StillComingScreen</name>
    <message>
        <source>Something is still waiting for you</source>
        <translation>您还有待领取的材料</translation>
    </message>
    <message>
        <source>{holder}: tap what you want to take now</source>
        <translation>{holder}，点一下即可现在领取</translation>
    </message>
</context>
<context>
    <name>SubmittingScreen</name>
    <message>
        <source>Handing your application in …</source>
        <translation>正在提交您的申请…</translation>
    </message>
    <message>
        <source>It goes to: {department}</source>
        <translation>受理部门：{department}</translation>
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
        <source>Document printer fault</source>
        <translation>文件打印机故障</translation>
    </message>
    <message>
        <source>Contents not known yet</source>
        <translation>取证清单未就绪</translation>
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
        <source>What lies in the locker is not known here yet.</source>
        <translation>本机还没有取到柜内证件的清单。</translation>
    </message>
    <message>
        <source>Department offline</source>
        <translation>业务系统离线</translation>
    </message>
    <message>
        <source>Locker not working</source>
        <translation>取证柜故障</translation>
    </message>
    <message>
        <source>Not set up yet</source>
        <translation>尚未开通</translation>
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
        <source>This terminal has not been set up yet.</source>
        <translation>本机尚未开通。</translation>
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
<context>
    <name>_Scan</name>
    <message>
        <source>your phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Time left: {time}</source>
        <translation>剩余时间 {time}</translation>
    </message>
    <message>
        <source>Or hold your own payment code to the scanner</source>
        <translation>也可以出示您的付款码，对准扫码口</translation>
    </message>
    <message>
        <source>The code is on the payment display beside, too</source>
        <translation>旁边的付款屏上也有同样的码</translation>
    </message>
</context>
</TS>
