#!/usr/bin/env python3
"""Whom cm talks to: bad certificates, and addresses that lead into a private network. hosts_and_certificates.py CM

HTTPS servers on loopback, each with a certificate that is wrong in its own way: none of them is asked anything, let alone
given a secret. A feed, whose address anybody may have written, leads to no private address, however it is spelled, and
whatever name or redirect leads there.
"""
import http.server
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading

from loopback import check

SECRET = "hush-hush-hush"
CONFIG = """cm = 1
store = "sqlite:cm.db"
rules = []
[[channel]]
name = "talk"
platform = "mastodon"
url = "{url}"
pages = ["acme"]
secret = {{ env = "CM_TALK" }}
timeout_s = 5
{more}
"""
FEED = """cm = 1
store = "sqlite:cm.db"
rules = []
[[channel]]
name = "news"
platform = "feed"
url = "{url}"
pages = ["*"]
timeout_s = 5
{more}
"""
# How this machine can be written.
LOOPBACK = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::1]", "[::]",
            "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[64:ff9b::7f00:1]"]
PRIVATE = ["10.0.0.1", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "[fe80::1]",
           "[::ffff:169.254.169.254]"]


class Host(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(dict(self.headers))
        self.send_response(200)
        body = b"<rss version='2.0'><channel><title>news</title></channel></rss>"
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Authority:
    """Makes certificates: of an authority of its own, and those that are signed by it or by nobody."""

    def __init__(self, folder):
        self.folder = folder
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "9",
                     "-subj", "/CN=An authority", "-addext", "basicConstraints=critical,CA:TRUE")
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "other.key", "-out", "other.pem",
                     "-days", "9", "-subj", "/CN=Another authority")

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        check(done.returncode == 0, f"openssl {arguments[0]}: {done.stderr}")

    def certificate(self, name, subject="IP:127.0.0.1", by="ca", expired=False):
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                     "-subj", "/CN=A host")
        (self.folder / "extensions").write_text(f"subjectAltName={subject}\n", encoding="utf-8")
        signer = ["-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-CAcreateserial"] if by else ["-signkey", f"{name}.key"]
        self.openssl("x509", "-req", "-in", f"{name}.csr", *signer, "-out", f"{name}.pem", "-extfile", "extensions",
                     "-days", "-1" if expired else "9")
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"


def serve(certificate=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.daemon_threads, server.asked = True, []
    server.handle_error = lambda *_: None  # a client that hangs up is what is wanted here
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.server_address[1]


class Moderator:
    def __init__(self, cm, folder):
        self.cm, self.folder = cm, folder

    def fetch(self, config, url, more=""):
        (self.folder / "cm.toml").write_text(config.format(url=url, more=more), encoding="utf-8")
        done = subprocess.run([self.cm, "fetch"], cwd=self.folder, env={"PATH": "/usr/bin:/bin", "CM_TALK": SECRET},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        check(SECRET not in done.stdout + done.stderr, "the secret is never told")
        return done


def certificates(moderator, folder):
    authority = Authority(folder)
    trust = f'ca_file = "{folder / "ca.pem"}"'
    bad = {
        "expired": (authority.certificate("expired", expired=True), trust, "expired"),
        "of another host": (authority.certificate("host", "DNS:blog.example"), trust, "certificate"),
        "of another address": (authority.certificate("address", "IP:192.0.2.1"), trust, "certificate"),
        "signed by itself": (authority.certificate("itself", by=None), trust, "self-signed"),
        "of an unknown authority": (authority.certificate("unknown", by="other"), trust, "certificate"),
        "of an authority that nobody named": (authority.certificate("unnamed"), "", "certificate"),
    }
    for name, (certificate, more, says) in bad.items():
        server, port = serve(certificate)
        done = moderator.fetch(CONFIG, f"https://127.0.0.1:{port}", more)
        check(done.returncode == 5, f"a certificate {name} ends with 5: {done.returncode} {done.stderr}")
        check(says in done.stderr.replace("self signed", "self-signed"), f"it says why ({name}): {done.stderr}")
        check(not server.asked, f"a host whose certificate is {name} is asked nothing")
    server, port = serve(authority.certificate("good"))
    moderator.fetch(CONFIG, f"https://127.0.0.1:{port}", trust)
    check(server.asked and SECRET in str(server.asked), "a good certificate is taken, or the others prove nothing")
    return len(bad)


def private_addresses(moderator):
    server, port = serve()
    for scheme in ("http", "https"):
        for host in LOOPBACK:
            done = moderator.fetch(FEED, f"{scheme}://{host}:{port}/feed")
            check(done.returncode in (2, 3, 5), f"{scheme}://{host}: exit {done.returncode} {done.stderr}")
            check(not server.asked, f"a feed at {scheme}://{host} reaches this machine")
    for host in PRIVATE:
        done = moderator.fetch(FEED, f"https://{host}/feed")
        check("private network" in done.stderr, f"{host} is not even tried: {done.returncode} {done.stderr}")
    moderator.fetch(FEED, f"http://127.0.0.1:{port}/feed", "allow_private = true")
    check(server.asked, "where allow_private is set, it is asked, or the others prove nothing")
    return 2 * len(LOOPBACK) + len(PRIVATE)


def main():
    cm = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="cm-hosts-") as name:
        folder = pathlib.Path(name).resolve()
        (folder / "shop").mkdir()
        (folder / "made").mkdir()
        moderator = Moderator(cm, folder / "shop")
        refused = certificates(moderator, folder / "made")
        kept_out = private_addresses(moderator)
    print(f"{refused} bad certificates and {kept_out} private addresses refused; nothing was asked there")


if __name__ == "__main__":
    main()
