"""A mail server for tests: it keeps what it is sent, or takes the connection and says nothing."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """What came, and the address to give to MAIL_URL. While `silent`, it takes connections and answers nothing."""

    port: int = 0
    silent: bool = False
    mails: list[str] = field(default_factory=list)
    connected: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class Handler(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as smtplib asks for."""

    server: "Server"

    def handle(self) -> None:
        mail = self.server.mail
        mail.connected.set()
        if mail.silent:
            mail.ended.wait(60)
            return
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.say("354 go on")
                mail.mails.append(self.text())
            self.say("221 bye" if word == b"QUIT" else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def text(self) -> str:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        return "".join(lines)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mail: MailServer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.mail = mail
        mail.port = self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no error of ours."""


@contextmanager
def mail_server(*, silent: bool = False) -> Iterator[MailServer]:
    """Yield a mail server that runs until the block ends."""
    mail = MailServer(silent=silent)
    with Server(mail) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield mail
        finally:
            mail.ended.set()
            server.shutdown()
            thread.join(10)
