"""nginx with TLS in front of app hosts, from the sample that operators get, with a certificate of our own making."""

import datetime
import ipaddress
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser.site import ROOT, free_port, wait_for
from tests.operation.client import WebClient
from tests.skips import nginx

if TYPE_CHECKING:  # the scan of `make observatory` runs without Django
    from tests.operation.servers import Site, Sites

SAMPLE = ROOT / "docs" / "samples" / "nginx.conf"
HOST = "localhost"


@dataclass(frozen=True)
class Proxy:
    """A running nginx: where it listens, whom it trusts, and what it writes."""

    folder: Path
    https_port: int = field(default_factory=free_port)
    http_port: int = field(default_factory=free_port)
    app_ports: tuple[int, ...] = ()

    @property
    def address(self) -> str:
        """The site's address, as in SITE_URL."""
        return f"https://{HOST}" + ("" if self.https_port == 443 else f":{self.https_port}")

    @property
    def ca(self) -> Path:
        """The certificate of the authority that signed the site's."""
        return self.folder / "ca.pem"

    def context(self) -> ssl.SSLContext:
        """Return what a client needs to trust this proxy and nothing else."""
        return ssl.create_default_context(cafile=str(self.ca))

    def client(self, timeout: float = 30) -> WebClient:
        """Return a browser of somebody whom the site does not know yet."""
        return WebClient(self.address, timeout=timeout, context=self.context())

    def wait_ready(self, number: int, seconds: float = 120) -> None:
        """Return when the app host of that number is ready; raise TimeoutError if it never is."""
        asked = Request(f"http://127.0.0.1:{self.app_ports[number]}/healthz/ready", headers={"Host": HOST})
        wait_for(asked, seconds)

    def written(self) -> str:
        """Return all that nginx wrote into its logs."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))


def make_certificates(folder: Path) -> None:
    """Write ca.pem, and fullchain.pem and privkey.pem for localhost signed by it, good for a day."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
    ca = _certificate(ca_name, ca_name, ca_key, ca_key, x509.BasicConstraints(ca=True, path_length=0))
    site_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    site = _certificate(site_name, ca_name, key, ca_key, x509.BasicConstraints(ca=False, path_length=None))
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "fullchain.pem").write_bytes(site.public_bytes(pem) + ca.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(private)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    constraints: x509.BasicConstraints,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(hours=1))
    builder = builder.not_valid_after(now + datetime.timedelta(days=1))
    builder = builder.add_extension(constraints, critical=True).add_extension(names, critical=False)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    builder = builder.add_extension(identifier, critical=False).add_extension(authority, critical=False)
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=constraints.ca,
        crl_sign=constraints.ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = builder.add_extension(usage, critical=True)
    return builder.sign(signer, hashes.SHA256())


def adapted(proxy: Proxy) -> str:
    """Return the sample with only names, ports and folders changed; fail when the sample no longer holds them."""
    folder = proxy.folder
    servers = "".join(f"server 127.0.0.1:{port} max_fails=0;\n" for port in proxy.app_ports)
    changes = {
        "server 127.0.0.1:8001 max_fails=0;": servers,
        "server 127.0.0.1:8002 max_fails=0;": "",
        "worker_processes auto;": "worker_processes 2;\ndaemon off;",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/": f"{folder}/",
        "/etc/ssl/diary.example.org/": f"{folder}/",
        "https://diary.example.org$": f"{proxy.address}$",
        "diary.example.org": HOST,
        "listen 443": f"listen 127.0.0.1:{proxy.https_port}",
        "listen 80": f"listen 127.0.0.1:{proxy.http_port}",
        "http {\n": f"http {{\n    client_body_temp_path {folder}/body;\n    proxy_temp_path {folder}/proxied;\n",
        # The folder of a test is closed to the account that nginx would change to.
        "events {": "user root;\nevents {" if folder.owner() == "root" else "events {",
    }
    text = SAMPLE.read_text()
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def running_proxy(folder: Path, *, hosts: int, **ports: int) -> Iterator[Proxy]:
    """Yield an nginx that forwards to so many app hosts, none of which is started yet; stop it afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    proxy = Proxy(folder, app_ports=tuple(free_port() for _ in range(hosts)), **ports)
    make_certificates(folder)
    (folder / "nginx.conf").write_text(adapted(proxy))
    command = [nginx() or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    with (folder / "stderr.log").open("w") as log:
        server = subprocess.Popen(command, stderr=log)
        try:
            wait_until_listening(proxy, server)
            yield proxy
        finally:
            server.terminate()
            server.wait(60)


def wait_until_listening(proxy: Proxy, server: "subprocess.Popen[bytes]") -> None:
    """Return once nginx has its pid file; raise when it ends instead."""
    end = time.monotonic() + 60
    while not (proxy.folder / "nginx.pid").exists():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(proxy.written())
        time.sleep(0.05)


@contextmanager
def host_behind(proxy: Proxy, sites: "Sites", database: str, number: int = 0, **env: str) -> Iterator["Site"]:
    """Yield an app host that listens where the proxy looks for its host of that number; end it afterwards."""
    settings = {"SITE_URL": proxy.address, "TRUSTED_PROXIES": "1", "MAIL_URL": "smtp://127.0.0.1:9"}
    site = sites.new(database, **{**settings, "BIND": f"127.0.0.1:{proxy.app_ports[number]}", **env})
    try:
        site.start(wait=False)
        proxy.wait_ready(number)
        yield site
    finally:
        site.close()
