"""The Chinese of everything that the commands print for people.

The English stands where it is used, and is the key here. Words of the contract (states,
kinds, reasons), names of commands, options and files, and JSON are the same in both.
"""

import re

from config.language import of_environment


def say(text: str, /, **values: object) -> str:
    """Return a text in the language of the environment, Chinese or else English.

    Args:
        text: In English, with `{names}` of values.
        values: What the names stand for.
    """
    if of_environment("en") == "zh_CN":
        text = CHINESE[text]
    return text.format(**values) if values else text


def mistake(message: str) -> str:
    """Return what argparse says of a wrong command line, in that language."""
    if of_environment("en") == "en":
        return f"error: {message}"
    of = re.fullmatch(r"argument ([^:]+): (.+)", message)
    place, message = of.groups() if of else ("", message)
    for pattern, chinese in _MISTAKES:
        if found := re.fullmatch(pattern, message):
            message = chinese.format(*found.groups())
            break
    return f"错误：{place} {message}" if place else f"错误：{message}"


_MISTAKES = (
    (r"the following arguments are required: (.+)", "缺少参数 {}"),
    (r"invalid choice: (.+) \(choose from (.+)\)", "没有 {}，可选：{}"),
    (r"invalid \S+ value: (.+)", "取值 {} 无效"),
    (r"unrecognized arguments: (.+)", "不认识的参数 {}"),
    (r"expected one argument", "后面要有一个值"),
    (r"ignored explicit argument (.+)", "后面不能有值 {}"),
    (r"ambiguous option: (\S+) could match (.+)", "{} 有多种可能：{}"),
)

CHINESE = {
    # The command line.
    "usage: ": "用法：",
    "arguments": "参数",
    "options": "选项",
    "commands": "命令",
    "show this help": "显示本帮助",
    "The central service of OneTrip.": "OneTrip 的中心服务。",
    "settings (TOML)": "配置文件（TOML）",
    "instead of the settings'": "代替配置中的值",
    "as JSON": "以 JSON 输出",
    "Serve terminals and the operators' page.": "启动中心，服务终端和运维页面。",
    "end when standard input ends": "标准输入结束时退出",
    "Print the contract as OpenAPI.": "输出接口约定（OpenAPI）。",
    "Print every setting, explained.": "输出每一项配置及说明。",
    "Terminals and their credentials.": "终端及其凭据。",
    "Make a terminal's private key and show it once.": ("生成终端的私钥，只显示一次。"),
    "Refuse a terminal from now on; `add` makes it a new key.": (
        "从现在起拒绝该终端；可用 add 重新生成密钥。"
    ),
    "List the terminals that have a credential.": "列出有凭据的终端。",
    "List what was taken in.": "列出已收到的记录。",
    "Tell whether a document is genuine, without a network.": (
        "核验文件真伪，无需联网。"
    ),
    "a PDF, or the text of a QR code": "PDF 文件，或二维码的内容",
    "central's public keys (PEM), as `keys export` writes them": (
        "中心的公钥（PEM），由 keys export 导出"
    ),
    "Central's keys.": "中心的密钥。",
    "Print the public keys and certificates that documents are checked with.": (
        "输出核验文件用的公钥和证书。"
    ),
    "List the public keys that terminals seal to, newest first.": (
        "列出终端加密用的公钥，最新的在前。"
    ),
    "Make the first keys of a central, also of one whose keys are lost for good.": (
        "生成中心的首批密钥；密钥确已丢失时也用它。"
    ),
    "Make a new key for terminals to seal to; the earlier ones stay.": (
        "换一把终端加密用的新密钥；旧密钥保留。"
    ),
    "The documents.": "文件。",
    "Write every document that is kept to a folder, as it was signed.": (
        "将保存的文件按签章时的原样导出到文件夹。"
    ),
    "Compare a day's money: providers, central, terminals.": (
        "核对一天的账：支付机构、中心、终端。"
    ),
    "YYYY-MM-DD, in Shanghai": "YYYY-MM-DD，北京时间",
    "List payments.": "列出支付。",
    "those a clerk must see": "只列出需要工作人员核实的",
    "Say what became of a payment in a clerk's hands.": (
        "登记待工作人员核实的支付的结果。"
    ),
    "How long what is about people is kept.": "个人数据的保存期限。",
    "Delete now what is kept no longer, as central does each day.": (
        "立即删除已到保存期限的数据（中心每天自动删除）。"
    ),
    "count it, and delete nothing": "只统计，不删除",
    # Terminals.
    "{name} is no name for a terminal; allowed are 1 to 32 letters, digits and "
    "hyphens, as hall-01": (
        "{name} 不能作为终端名称；可用 1 至 32 个字母、数字和连字符，例如 hall-01"
    ),
    "This is the only time that the private key of {name} is shown. Put it into the "
    "file that the terminal's setting central.key_file names (mode 0600).": (
        "{name} 的私钥只显示这一次。请写入该终端配置项 central.key_file 指定的文件"
        "（权限 0600）。"
    ),
    "{name} is refused from its next request on.": "从下一个请求起拒绝 {name}。",
    "added {at}": "添加于 {at}",
    "revoked {at}": "吊销于 {at}",
    "active": "有效",
    # Documents and keys.
    "cannot read {file}: {why}": "无法读取 {file}：{why}",
    "cannot write to {folder}: {why}": "无法写入 {folder}：{why}",
    "VALID: genuine, and issued by central": "有效：文件真实，由中心签发",
    "NOT VALID: {why} ({word})": "无效：{why}（{word}）",
    "serial:     {value}": "文件编号：{value}",
    "title:      {value}": "文件名称：{value}",
    "holder:     {value}": "持有人：　{value}",
    "data as of: {value}": "数据截至：{value}",
    "terminal:   {value}": "终端：　　{value}",
    "item:       {value}": "事项：　　{value}",
    "another kind of code": "不是核验码",
    "no complete verification code": "核验码不完整",
    "signed with a key that is not central's": "签名密钥不是中心的",
    "what it says was changed, or was never signed": "内容被改动，或从未签名",
    "no signed PDF": "不是带签章的 PDF",
    "something was cut off or added after it was signed": "签章后被截断或添加了内容",
    "the file was changed after it was signed": "签章后被改动",
    "signed by somebody else than central": "签章者不是中心",
    "nothing was given to check": "没有要核验的内容",
    "central has issued no document of this serial and code": (
        "中心没有签发过此编号和核验码的文件"
    ),
    "there is no such file, and it is no verification code either": (
        "没有这个文件，也不是核验码"
    ),
    "larger than any document of central's": "比中心签发的任何文件都大",
    "the key file has no certificate to check a PDF with; "
    "`python -m central keys export` writes one that has": (
        "公钥文件中没有核验 PDF 用的证书；请用 python -m central keys export 导出"
    ),
    "Given up: {keys}. What was made with them is not found, opened or called genuine "
    "any more, unless they are put back and this is run again.": (
        "已放弃：{keys}。用它们生成的内容不再能查到、打开或验明；放回原处并再次运行"
        "本命令即可恢复。"
    ),
    "The keys are in {folder}, and belong to this database: back both up now. Start "
    "central again.": (
        "密钥在 {folder}，与本数据库配套：请立即备份两者，然后重新启动中心。"
    ),
    "a demonstration has the key that everybody has": "演示使用公开的密钥，不能更换",
    "Start central again: terminals seal to this key once they have fetched the "
    "catalogue. Back {folder} up now; what is sealed to a key that is lost stays "
    "sealed.": (
        "请重新启动中心：终端取得新目录后改用此密钥加密。请立即备份 {folder}；密钥一旦"
        "丢失，用它加密的内容无法再打开。"
    ),
    # Money and retention.
    "{payment} does not wait for a clerk": "{payment} 不是待工作人员核实的支付",
    "{payment} was resolved by somebody else": "{payment} 已由他人登记",
    "closed; nothing was paid, and {due} is due again": (
        "已关闭；没有付款，{due} 元重新变为应缴"
    ),
    "approved; the department is told that {due} was paid": (
        "已确认；将通知部门已缴 {due} 元"
    ),
    "{back} is paid back by the running central ({why})": (
        "运行中的中心将退还 {back} 元（{why}）"
    ),
    "{due} was due": "应缴 {due} 元",
    "{came} came, {due} was due": "实收 {came} 元，应缴 {due} 元",
    "no statement could be had of {provider}": "无法取得对账单：{provider}",
    "{count} differences on {day}": "{day} 有 {count} 处不符",
    "what was deleted still stands in the database's write-ahead log, since others "
    "were reading: run it again": (
        "有其他程序正在读取，已删除的数据仍在数据库的预写日志中：请再运行一次"
    ),
    # What is wrong with the environment.
    "the database cannot be used: {why}": "数据库无法使用：{why}",
    "cannot listen on {host} port {port}: {why}. Is another central running? `--port` "
    "names another port, `--port 0` takes a free one.": (
        "无法监听 {host} 端口 {port}：{why}。是否已有中心在运行？可用 --port 指定其他"
        "端口，--port 0 自动选用空闲端口。"
    ),
    "there is a terminal {name} already": "已有名为 {name} 的终端",
    "there is no terminal {name}": "没有名为 {name} 的终端",
    "others kept writing the same keys": "其他程序一直在写入相同的记录",
    "others kept taking the same serials": "其他程序一直在占用相同的文件编号",
    "the database was made by a newer version of OneTrip ({why}): install that "
    "version, or name another database": (
        "数据库由更新版本的 OneTrip 建立（{why}）：请安装该版本，或指定其他数据库"
    ),
    "not a database of ours: {why}": "不是 OneTrip 的数据库：{why}",
    "the database belongs to another version of OneTrip, or none yet: `python -m "
    "central run` of this version brings an older one up to date": (
        "数据库属于其他版本的 OneTrip，或还没有建立：运行本版本的 python -m central "
        "run 可将旧数据库升级"
    ),
    "cannot open this database URL ({why}); it reads like "
    "sqlite:////var/lib/onetrip/central.sqlite3": (
        "无法打开该数据库地址（{why}）；格式如 "
        "sqlite:////var/lib/onetrip/central.sqlite3"
    ),
    "central's database must be a file: what is in memory alone would not survive, and "
    "central promises that it does": (
        "中心的数据库必须是文件：只在内存中的数据断电即失，而中心承诺不丢数据"
    ),
    "no database at {path}: run `python -m central run`": (
        "{path} 没有数据库：请运行 python -m central run"
    ),
    "cannot make {path}: {why}": "无法建立 {path}：{why}",
    "the database has lived with keys that are not in {folder}: {keys}. Restore the "
    "folder from its backup, or name it in the setting central_service.keys. Only "
    "where they are lost for good: `python -m central keys init` makes new ones, and "
    "gives up what was made with the old ones": (
        "{folder} 中缺少该数据库用过的密钥：{keys}。请从备份恢复该文件夹，或用配置项 "
        "central_service.keys 指定它。只有确已丢失时：python -m central keys init 生成"
        "新密钥，并放弃用旧密钥生成的内容"
    ),
    "the folder of keys {folder} cannot be used ({why}); the setting "
    "central_service.keys names another": (
        "密钥文件夹 {folder} 无法使用（{why}）；可用配置项 central_service.keys 另行"
        "指定"
    ),
    "{one} or {other} in {folder} is damaged: restore it from a backup": (
        "{folder} 中的 {one} 或 {other} 已损坏：请从备份恢复"
    ),
    "{file} is no Ed25519 key": "{file} 不是 Ed25519 密钥",
    "key and certificate in {file} do not belong": "{file} 中的密钥和证书不配套",
    "{file} is damaged: restore it from a backup": "{file} 已损坏：请从备份恢复",
    "a key in {folder} is damaged: restore it from a backup": (
        "{folder} 中有密钥已损坏：请从备份恢复"
    ),
    "{file}: a public key cannot be read": "{file}：有一个公钥无法读取",
    "{file}: a public key is not of Ed25519": "{file}：有一个公钥不是 Ed25519 的",
    "{file}: a certificate cannot be read": "{file}：有一个证书无法读取",
    "{file}: no public key and no certificate (PEM) in it": (
        "{file}：其中没有公钥，也没有证书（PEM）"
    ),
    "no Noto Serif CJK in {folder}, without which no document can be drawn: apt-get "
    "install fonts-noto-cjk": (
        "{folder} 中没有 Noto Serif CJK 字体，无法生成文件：apt-get install "
        "fonts-noto-cjk"
    ),
}
