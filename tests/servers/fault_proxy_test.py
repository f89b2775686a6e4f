#!/usr/bin/env python3
"""The fault proxy does to an answer what its rules say, and passes the rest on."""
import http.client
import http.server
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROXY = pathlib.Path(__file__).resolve().parent / "faultproxy" / "fault_proxy.py"


class Upstream(http.server.BaseHTTPRequestHandler):
    """Answers everything with the same JSON and counts its visits."""

    visits = 0

    def do_GET(self):
        Upstream.visits += 1
        body = b'{"text":"a whole answer"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Host", self.headers["Host"])
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass


class FaultProxy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        threading.Thread(target=cls.upstream.serve_forever, daemon=True).start()
        with http.server.HTTPServer(("127.0.0.1", 0), Upstream) as probe:
            cls.port = probe.server_address[1]
        cls.folder = tempfile.TemporaryDirectory()
        cls.rules, cls.log = (pathlib.Path(cls.folder.name) / name for name in ("rules.json", "requests.ndjson"))
        cls.rules.write_text("[]", encoding="utf-8")
        cls.proxy = subprocess.Popen([sys.executable, PROXY, str(cls.port),
                                      f"http://127.0.0.1:{cls.upstream.server_address[1]}", cls.rules, cls.log])
        until = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", cls.port), timeout=5).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.terminate()
        cls.proxy.wait()
        cls.upstream.shutdown()
        cls.upstream.server_close()
        cls.folder.cleanup()

    def spoil(self, *rules):
        new = self.rules.with_suffix(".new")
        new.write_text(json.dumps(rules), encoding="utf-8")
        new.replace(self.rules)
        self.log.write_text("", encoding="utf-8")
        Upstream.visits = 0

    def ask(self, method="GET", path="/comments", body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", "Authorization": "canary"})
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def notes(self):
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def test_without_a_rule_the_answer_and_the_host_pass_unchanged(self):
        self.spoil()
        answer, body = self.ask()
        self.assertEqual((answer.status, body), (200, b'{"text":"a whole answer"}'))
        self.assertEqual(answer.headers["X-Host"], f"127.0.0.1:{self.port}")

    def test_skip_every_and_times_choose_which_requests_are_spoiled(self):
        self.spoil({"on": "GET ", "skip": 1, "every": 2, "times": 2, "fault": "status", "status": 503})
        self.assertEqual([self.ask()[0].status for _ in range(7)], [200, 503, 200, 503, 200, 200, 200])

    def test_a_rule_is_for_its_method_and_path(self):
        self.spoil({"on": "POST .*/spam", "fault": "status", "status": 429, "headers": {"Retry-After": "7"}})
        self.assertEqual(self.ask()[0].status, 200)
        answer, _ = self.ask("POST", "/spam", b"{}")
        self.assertEqual((answer.status, answer.headers["Retry-After"]), (429, "7"))

    def test_truncate_is_short_and_whole_as_http_and_cut_is_not(self):
        self.spoil({"times": 1, "fault": "truncate", "keep": 5}, {"fault": "cut", "keep": 5})
        self.assertEqual(self.ask()[1], b'{"tex')
        with self.assertRaises(http.client.IncompleteRead):
            self.ask()

    def test_close_never_reaches_the_server_and_lost_does(self):
        self.spoil({"times": 1, "fault": "close"}, {"fault": "lost"})
        with self.assertRaises((http.client.BadStatusLine, ConnectionError)):
            self.ask()
        self.assertEqual(Upstream.visits, 0)
        with self.assertRaises((http.client.BadStatusLine, ConnectionError)):
            self.ask()
        self.assertEqual(Upstream.visits, 1)

    def test_html_and_garbage_come_with_status_200(self):
        self.spoil({"times": 1, "fault": "html"}, {"fault": "garbage"})
        answer, body = self.ask()
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/html"))
        self.assertIn(b"<!DOCTYPE html>", body)
        answer, body = self.ask()
        with self.assertRaises(UnicodeDecodeError):
            body.decode("utf-8")

    def test_requests_are_noted_without_secrets(self):
        self.spoil({"on": "POST", "fault": "status", "status": 500})
        self.ask("POST", "/comments/7", b'{"status":"hold"}')
        until = time.monotonic() + 20  # the note follows the answer, and that of the test before may follow late
        while not (notes := [note for note in self.notes() if note["method"] == "POST"]) and time.monotonic() < until:
            time.sleep(0.01)
        note = notes[0]
        self.assertEqual((note["method"], note["path"], note["status"], note["fault"], note["sets"]),
                         ("POST", "/comments/7", 500, "status", "hold"))
        self.assertNotIn("canary", self.log.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
