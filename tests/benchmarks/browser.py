"""The other peer of the start-up benchmark: Chromium's kiosk with a static page.

The page says the same as our attract screen, and when it was first painted: the
browser's own time of that, so that telling it costs nothing.
"""

import html
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kiosk.opening import Snapshot

CHROMIUM = "/usr/bin/chromium"
WITHIN_S = 60.0
OPTIONS = (
    "--headless=new",
    "--kiosk",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1080,1920",
)

_PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><style>
body{{margin:0;font:32px "Noto Sans CJK SC",sans-serif;background:#f4f6f8}}
header{{background:linear-gradient(135deg,#0b5fa5,#084a82);color:#fff;
padding:96px 48px}}
h1{{font-size:88px;margin:0}}ul{{background:#fff;margin:48px;padding:24px}}
li{{list-style:none;padding:12px;border-bottom:2px solid #dde3e8}}
b{{font-size:44px;display:block}}button{{display:block;width:984px;height:176px;
margin:24px 48px;font-size:56px;background:#0b5fa5;color:#fff;border:0}}</style>
<header>{place}<h1>政务服务</h1>全天开放，请携带身份证。</header><ul>{items}</ul>
<button>中文 · 开始</button><button>English · Start</button><script>
new PerformanceObserver(seen => fetch("{told}", {{method: "POST", mode: "no-cors",
  body: performance.timeOrigin + seen.getEntries()[0].startTime}}))
  .observe({{type: "paint", buffered: true}})</script></html>"""


def first_paint(snapshot: Snapshot) -> float:
    """Seconds from the start of the process to the first paint of the page."""
    painted: list[float] = []
    came = threading.Event()

    class Told(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            painted.append(float(self.rfile.read(size)) / 1000)
            self.send_response(204)
            self.end_headers()
            came.set()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    items = "".join(
        f"<li><b>{html.escape(item.name['zh_CN'])}</b>"
        f"{html.escape(item.summary['zh_CN'])}</li>"
        for item in snapshot.items
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "home.html"
        told = f"http://127.0.0.1:{server.server_port}/"
        place = html.escape(snapshot.place["zh_CN"])
        page.write_text(_PAGE.format(place=place, items=items, told=told), "utf-8")
        began = time.time()
        command = [CHROMIUM, *OPTIONS, f"--user-data-dir={folder}/data", page.as_uri()]
        with subprocess.Popen(  # noqa: S603 - Debian's own program
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as browser:
            ended = not came.wait(WITHIN_S)
            browser.terminate()
    server.shutdown()
    server.server_close()
    assert not ended, "the browser has painted nothing"
    return painted[0] - began
