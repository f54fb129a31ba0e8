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
        <translation>身份证阅读器</translation>
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
        <source>resident, damaged: its birth date is none</source>
        <translation>身份证，出生日期无效</translation>
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
</context>
</TS>
