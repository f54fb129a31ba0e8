<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>DevicePanel</name>
    <message>
        <source>Simulated devices: what you do here happens at their wires</source>
        <translation>模拟设备：在此操作，等于动了设备本身和它的线缆</translation>
    </message>
    <message>
        <source>On the wires</source>
        <translation>线路上的往来</translation>
    </message>
    <message>
        <source>Clear the log</source>
        <translation>清空记录</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Identity-card reader</source>
        <translation>身份证读卡器</translation>
    </message>
    <message>
        <source>Card on the reader</source>
        <translation>读卡区上的证件</translation>
    </message>
    <message>
        <source>No card (lift it)</source>
        <translation>无卡（拿起）</translation>
    </message>
    <message>
        <source>Cable</source>
        <translation>线缆</translation>
    </message>
    <message>
        <source>Plugged in</source>
        <translation>已插上</translation>
    </message>
    <message>
        <source>Pulled out</source>
        <translation>已拔掉</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无故障</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>不应答</translation>
    </message>
    <message>
        <source>Checksum wrong</source>
        <translation>校验错误</translation>
    </message>
    <message>
        <source>Answer cut short</source>
        <translation>应答中断</translation>
    </message>
    <message>
        <source>Nonsense</source>
        <translation>应答乱码</translation>
    </message>
    <message>
        <source>Noise before it</source>
        <translation>应答前有杂波</translation>
    </message>
    <message>
        <source>Answers late</source>
        <translation>应答迟缓</translation>
    </message>
    <message>
        <source>Lifted while read</source>
        <translation>读卡时拿起</translation>
    </message>
    <message>
        <source>Forged card</source>
        <translation>假证件</translation>
    </message>
    <message>
        <source>SAM out of order</source>
        <translation>安全模块损坏</translation>
    </message>
    <message>
        <source>Receipt printer</source>
        <translation>凭条打印机</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>New roll</source>
        <translation>新纸卷</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>机盖</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Mechanism</source>
        <translation>机芯</translation>
    </message>
    <message>
        <source>In order</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Paper jam</source>
        <translation>卡纸</translation>
    </message>
    <message>
        <source>Cutter stuck</source>
        <translation>切刀卡住</translation>
    </message>
    <message>
        <source>Near its end</source>
        <translation>将尽</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>已用完</translation>
    </message>
    <message>
        <source>Print head</source>
        <translation>打印头</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Too hot</source>
        <translation>过热</translation>
    </message>
    <message>
        <source>Receipt in the mouth</source>
        <translation>出纸口的凭条</translation>
    </message>
    <message>
        <source>Somebody takes it</source>
        <translation>有人取走</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>电源</translation>
    </message>
    <message>
        <source>On</source>
        <translation>通电</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>断电</translation>
    </message>
    <message>
        <source>In the middle of the next receipt</source>
        <translation>在下一张凭条打印中途</translation>
    </message>
    <message>
        <source>Paper ends</source>
        <translation>纸张用完</translation>
    </message>
    <message>
        <source>Paper jams</source>
        <translation>卡纸</translation>
    </message>
    <message>
        <source>Cover opens</source>
        <translation>机盖打开</translation>
    </message>
    <message>
        <source>Power fails</source>
        <translation>断电</translation>
    </message>
    <message>
        <source>Status is old</source>
        <translation>状态不更新</translation>
    </message>
    <message>
        <source>No answer to GS r</source>
        <translation>不应答 GS r</translation>
    </message>
    <message>
        <source>Answers GS r twice</source>
        <translation>重复应答 GS r</translation>
    </message>
    <message>
        <source>Document printer</source>
        <translation>文书打印机</translation>
    </message>
    <message>
        <source>Printed documents</source>
        <translation>已打印的文书</translation>
    </message>
    <message>
        <source>Laid in</source>
        <translation>已装纸</translation>
    </message>
    <message>
        <source>Toner</source>
        <translation>墨粉</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>充足</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>不足</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>用尽</translation>
    </message>
    <message>
        <source>All in order</source>
        <translation>全部正常</translation>
    </message>
    <message>
        <source>While the next document is printed</source>
        <translation>打印下一份文书时</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>打印队列</translation>
    </message>
    <message>
        <source>Takes jobs</source>
        <translation>接收作业</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Refuses</source>
        <translation>拒收作业</translation>
    </message>
    <message>
        <source>A job that was released</source>
        <translation>已放行的作业</translation>
    </message>
    <message>
        <source>Is printed</source>
        <translation>正常打印</translation>
    </message>
    <message>
        <source>Stays held</source>
        <translation>仍被扣住</translation>
    </message>
    <message>
        <source>Wants a login</source>
        <translation>要求登录</translation>
    </message>
    <message>
        <source>Stops</source>
        <translation>中途停止</translation>
    </message>
    <message>
        <source>Is not begun</source>
        <translation>一直不开始</translation>
    </message>
    <message>
        <source>The maker&apos;s own word</source>
        <translation>厂商自定状态词</translation>
    </message>
    <message>
        <source>No word</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Drum error</source>
        <translation>硒鼓错误</translation>
    </message>
    <message>
        <source>Drum warning</source>
        <translation>硒鼓警告</translation>
    </message>
    <message>
        <source>Print service (CUPS)</source>
        <translation>打印服务（CUPS）</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Killed</source>
        <translation>被终止</translation>
    </message>
    <message>
        <source>Doors (click: open by hand, or shut)</source>
        <translation>箱门（点击：手动打开或关上）</translation>
    </message>
    <message>
        <source>Click doors to make them stick</source>
        <translation>点选卡住的箱门</translation>
    </message>
    <message>
        <source>Says nothing</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>Opens without a word</source>
        <translation>只开锁不应答</translation>
    </message>
    <message>
        <source>Line echoes</source>
        <translation>线路回声</translation>
    </message>
    <message>
        <source>Locker</source>
        <translation>取证柜</translation>
    </message>
    <message>
        <source>When a door moves</source>
        <translation>箱门开关时</translation>
    </message>
    <message>
        <source>Locks that the board has</source>
        <translation>锁控板的锁路数</translation>
    </message>
    <message>
        <source>24 locks</source>
        <translation>24 路</translation>
    </message>
    <message>
        <source>40 locks</source>
        <translation>40 路</translation>
    </message>
    <message>
        <source>Inputs of shut doors</source>
        <translation>箱门关闭时的输入</translation>
    </message>
    <message>
        <source>Off (inverted)</source>
        <translation>断开（反相）</translation>
    </message>
    <message>
        <source>Speed of its line</source>
        <translation>串口波特率</translation>
    </message>
    <message>
        <source>As the terminal</source>
        <translation>与终端一致</translation>
    </message>
    <message>
        <source>Another speed</source>
        <translation>与终端不同</translation>
    </message>
    <message>
        <source>Board says so</source>
        <translation>主动上报</translation>
    </message>
    <message>
        <source>It waits to be asked</source>
        <translation>等待查询</translation>
    </message>
    <message>
        <source>Locker on relays (Modbus)</source>
        <translation>取证柜（Modbus 继电器）</translation>
    </message>
    <message>
        <source>Next “off” is lost</source>
        <translation>丢失下一次断电</translation>
    </message>
    <message>
        <source>After a power failure</source>
        <translation>停电之后</translation>
    </message>
    <message>
        <source>Coil 1 was left on</source>
        <translation>1 号线圈仍通电</translation>
    </message>
    <message>
        <source>Customer display</source>
        <translation>顾客显示屏</translation>
    </message>
    <message>
        <source>Network to central</source>
        <translation>通往中心的网络</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线路</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>接通</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>断开</translation>
    </message>
    <message>
        <source>Answer is lost</source>
        <translation>应答丢失</translation>
    </message>
    <message>
        <source>Error 500</source>
        <translation>服务器错误 500</translation>
    </message>
    <message>
        <source>My payment code</source>
        <translation>我的付款码</translation>
    </message>
    <message>
        <source>… asks for a password</source>
        <translation>付款码（要密码）</translation>
    </message>
    <message>
        <source>… without money</source>
        <translation>付款码（余额不足）</translation>
    </message>
    <message>
        <source>A payment code of others</source>
        <translation>其他机构的付款码</translation>
    </message>
    <message>
        <source>… provider unsure</source>
        <translation>付款码（结果不明）</translation>
    </message>
    <message>
        <source>Bill: tuition</source>
        <translation>缴费单：学费</translation>
    </message>
    <message>
        <source>Bill: repairs fund</source>
        <translation>缴费单：维修资金</translation>
    </message>
    <message>
        <source>Bill: court fee</source>
        <translation>缴费单：诉讼费</translation>
    </message>
    <message>
        <source>Bill: paid already</source>
        <translation>缴费单：已缴</translation>
    </message>
    <message>
        <source>Bill: nothing to pay</source>
        <translation>缴费单：0 元</translation>
    </message>
    <message>
        <source>Bill: below nothing</source>
        <translation>缴费单：负数</translation>
    </message>
    <message>
        <source>Bill: far too much</source>
        <translation>缴费单：超限额</translation>
    </message>
    <message>
        <source>Envelope: a passport</source>
        <translation>信封：护照</translation>
    </message>
    <message>
        <source>Envelope: a licence</source>
        <translation>信封：驾驶证</translation>
    </message>
    <message>
        <source>A web address</source>
        <translation>网址</translation>
    </message>
    <message>
        <source>Chinese text</source>
        <translation>汉字</translation>
    </message>
    <message>
        <source>Social-security card</source>
        <translation>社会保障卡</translation>
    </message>
    <message>
        <source>Card in the reader</source>
        <translation>读卡器中的卡</translation>
    </message>
    <message>
        <source>No card (pull it)</source>
        <translation>无卡（拔出）</translation>
    </message>
    <message>
        <source>Says an error</source>
        <translation>返回错误码</translation>
    </message>
    <message>
        <source>Pulled while read</source>
        <translation>读取中拔卡</translation>
    </message>
    <message>
        <source>Card service (pcscd)</source>
        <translation>读卡服务（pcscd）</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>恢复运行</translation>
    </message>
    <message>
        <source>Make it hang</source>
        <translation>使其停住</translation>
    </message>
    <message>
        <source>Hold a code under it</source>
        <translation>把码放到扫码口前</translation>
    </message>
    <message>
        <source>Code scanner</source>
        <translation>扫码器</translation>
    </message>
    <message>
        <source>The code alone</source>
        <translation>只有码</translation>
    </message>
    <message>
        <source>]Q1 before it</source>
        <translation>前加 ]Q1</translation>
    </message>
    <message>
        <source>Tab after it</source>
        <translation>后加制表符</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>前后都加</translation>
    </message>
    <message>
        <source>With CapsLock</source>
        <translation>带大写锁定键</translation>
    </message>
    <message>
        <source>How it is set to send codes</source>
        <translation>扫码器的发送设置</translation>
    </message>
    <message>
        <source>Half of the code</source>
        <translation>只有一半</translation>
    </message>
    <message>
        <source>Bit by bit</source>
        <translation>断断续续</translation>
    </message>
    <message>
        <source>Code scanner that types</source>
        <translation>扫码器（键盘式）</translation>
    </message>
    <message>
        <source>Keys are lost</source>
        <translation>丢键</translation>
    </message>
    <message>
        <source>resident</source>
        <translation>居民身份证</translation>
    </message>
    <message>
        <source>resident, rare character</source>
        <translation>身份证，含生僻字</translation>
    </message>
    <message>
        <source>resident, long-term card</source>
        <translation>身份证，长期有效</translation>
    </message>
    <message>
        <source>resident, no longer valid</source>
        <translation>身份证，已过有效期</translation>
    </message>
    <message>
        <source>resident, other separator than central&apos;s</source>
        <translation>身份证，间隔号与登记的不同</translation>
    </message>
    <message>
        <source>resident, with a character that no font has</source>
        <translation>身份证，含字库没有的字</translation>
    </message>
    <message>
        <source>resident, worn: only name and number read</source>
        <translation>身份证，只有姓名和号码可读</translation>
    </message>
    <message>
        <source>resident, damaged: its number is wrong</source>
        <translation>身份证，号码有误</translation>
    </message>
    <message>
        <source>residence permit, with an old character code</source>
        <translation>居住证，含旧编码字</translation>
    </message>
    <message>
        <source>Hong Kong, Macau and Taiwan</source>
        <translation>港澳台居民居住证</translation>
    </message>
    <message>
        <source>foreigner&apos;s card 2017</source>
        <translation>外国人永居证 2017</translation>
    </message>
    <message>
        <source>foreigner&apos;s card 2023</source>
        <translation>外国人永居证 2023</translation>
    </message>
    <message>
        <source>rare character</source>
        <translation>生僻字</translation>
    </message>
    <message>
        <source>name of 50 bytes</source>
        <translation>50 字节长姓名</translation>
    </message>
    <message>
        <source>a small x, worn: only name and number read</source>
        <translation>小写 x，只有姓名和号码可读</translation>
    </message>
    <message>
        <source>rare character, old character code</source>
        <translation>生僻字，旧编码</translation>
    </message>
    <message>
        <source>damaged: the number is wrong</source>
        <translation>数据损坏：号码有误</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已失联</translation>
    </message>
    <message>
        <source>No paper has come out yet</source>
        <translation>尚未出纸</translation>
    </message>
    <message>
        <source>Newest piece of paper (click to enlarge)</source>
        <translation>最新打印件（点击放大）</translation>
    </message>
    <message>
        <source>cannot be shown: {}</source>
        <translation>无法显示：{}</translation>
    </message>
    <message>
        <source>None has come out yet</source>
        <translation>尚未打印</translation>
    </message>
    <message>
        <source>{}: {} pages (click to open)</source>
        <translation>{}：{} 页（点击打开）</translation>
    </message>
    <message>
        <source>{}: only {} pages (click to open)</source>
        <translation>{}：仅 {} 页（点击打开）</translation>
    </message>
    <message>
        <source>to be paid</source>
        <translation>待付款</translation>
    </message>
    <message>
        <source>asked for a password</source>
        <translation>等待输入密码</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>已支付</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>未成功</translation>
    </message>
    <message>
        <source>paid back</source>
        <translation>已退款</translation>
    </message>
    <message>
        <source>Phone and payments</source>
        <translation>手机与支付</translation>
    </message>
    <message>
        <source>Orders, the newest first</source>
        <translation>订单（最新在前）</translation>
    </message>
    <message>
        <source>None yet: go as far as the QR code</source>
        <translation>还没有：请办到出现二维码为止</translation>
    </message>
    <message>
        <source>The newest order</source>
        <translation>最新的订单</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒付</translation>
    </message>
    <message>
        <source>Pay, then say nothing</source>
        <translation>付款后不出声</translation>
    </message>
    <message>
        <source>Tell it twice more</source>
        <translation>再通知两次</translation>
    </message>
    <message>
        <source>When the next one is closed</source>
        <translation>下一次关闭订单时</translation>
    </message>
    <message>
        <source>It is closed</source>
        <translation>正常关闭</translation>
    </message>
    <message>
        <source>Money comes after it</source>
        <translation>关闭后才到账</translation>
    </message>
    <message>
        <source>Money is quicker</source>
        <translation>抢先到账</translation>
    </message>
    <message>
        <source>The provider</source>
        <translation>支付机构</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>正常应答</translation>
    </message>
    <message>
        <source>Is silent</source>
        <translation>不应答</translation>
    </message>
    <message>
        <source>Messages from departments</source>
        <translation>部门发来的短信</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>还没有</translation>
    </message>
</context>
</TS>
