"""Run MDN's HTTP Observatory against the site behind the sample nginx: `make observatory`.

Needs node, npm and nginx, and the right to listen on 443 and 80, the only ports that the scanner knows. Prints a
table and writes it between the marks in docs/security.md. Exits 1 where a page has less than A+.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.site import ROOT, environment, manage
from tests.operation.proxy import HOST, Proxy, running_proxy

SCANNER = "@mdn/mdn-http-observatory"
VERSION = "1.4.8"
TOKEN = "T" * 43
PAGES = (
    *(
        "/",
        "/help/",
        "/privacy/",
        "/prescribers/",
        "/prescribers/example/",
        "/learn/",
        "/learn/what-ldn-is/",
        "/learn/claims/",
        "/learn/glossary/",
        "/learn/sources/",
        "/learn/search/?q=sleep",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
    ),
    *(f"/r/{TOKEN}/", "/journal/", "/reports/", "/admin/", "/healthz/live"),
)
DOCUMENT = ROOT / "docs" / "security.md"
START, END = "<!-- observatory -->\n", "<!-- end of observatory -->\n"


def install(folder: Path) -> Path:
    """Install the scanner and return its program; the list that it would download at install is left empty."""
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", f"{SCANNER}@{VERSION}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    package = folder / "node_modules" / SCANNER
    (package / "conf" / "hsts-preload.json").write_text("{}")
    return package / "src" / "scan.js"


def scan(program: Path, proxy: Proxy, path: str) -> dict[str, Any]:
    """Return what the scanner says of one page."""
    env = {**environment(proxy.folder, 0), "NODE_EXTRA_CA_CERTS": str(proxy.ca)}
    done = subprocess.run(["node", str(program), HOST + path], env=env, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    if "scan" not in result:
        raise RuntimeError(f"{path}: {done.stdout}")
    return result


def row(path: str, result: dict[str, Any]) -> str:
    """Return a line of the table: page, status, grade, score, and what gave or took points."""
    scanned = result["scan"]
    points = {name: test["scoreModifier"] for name, test in result["tests"].items() if test["scoreModifier"]}
    shown = path.replace(TOKEN, "(token)")
    said = ", ".join(f"{name} {value:+}" for name, value in points.items())
    return f"| `{shown}` | {scanned['statusCode']} | {scanned['grade']} | {scanned['score']} | {said} |"


def write(table: str) -> None:
    """Put the table between the marks in docs/security.md."""
    text = DOCUMENT.read_text()
    before, rest = text.split(START)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{START}\n{table}\n\n{END}{after}")


def serve_and_scan(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the scanner says of each page of a site of its own."""
    program = install(folder)
    with running_proxy(folder / "nginx", hosts=1, https_port=443, http_port=80) as proxy:
        env = environment(folder, proxy.app_ports[0])
        env |= {"SITE_URL": proxy.address, "TRUSTED_PROXIES": "1", "MAIL_URL": "smtp://127.0.0.1:9", "DEMO": "0"}
        manage(env, "prepare")
        with (folder / "server.log").open("w") as log:
            server = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=env, stdout=log, stderr=log)
            try:
                proxy.wait_ready(0)
                return {path: scan(program, proxy, path) for path in PAGES}
            finally:
                server.terminate()
                server.wait(40)


def main() -> int:
    """Scan, print, write down, and return 1 where a page has less than A+."""
    with tempfile.TemporaryDirectory() as folder:
        results = serve_and_scan(Path(folder))
    head = [f"`{SCANNER}` {VERSION}:", "", "| Page | Status | Grade | Score | Points |", "|---|---|---|---|---|"]
    table = "\n".join([*head, *(row(path, result) for path, result in results.items())])
    write(table)
    print(table)  # noqa: T201
    return int(any(result["scan"]["grade"] != "A+" for result in results.values()))


if __name__ == "__main__":
    sys.exit(main())
