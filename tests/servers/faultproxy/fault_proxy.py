#!/usr/bin/env python3
"""Passes requests on to a real server and, by rule, spoils some: fault_proxy.py PORT UPSTREAM RULES REQUESTS

RULES is a JSON list, read again whenever the file changes. The first rule that applies wins:

    {"on": "POST .*/comments/", "skip": 3, "times": 1, "fault": "lost"}

on     regular expression, searched in "METHOD /path?query" (default: everything)
skip   let so many matches through first       times  spoil at most so many
every  spoil only each so manieth match

fault  what happens                                                     options
status  answered without asking the server                              status, headers, body
delay   the server is asked only after a while                          seconds
html    a page of HTML with status 200 instead of the answer
garbage bytes that are neither JSON nor UTF-8, status 200
truncate the answer's first bytes, with a Content-Length that fits      keep
cut     the answer's first bytes, then the connection closes            keep
close   the connection closes before the server was asked
lost    the server did it, and the answer never arrives

REQUESTS gets one JSON line a request: at, method, path, status (null: none was sent), fault. Headers and
bodies are not written down, they carry secrets; of a body only the member "status" is kept as "sets".
"""
import http.client
import http.server
import json
import os
import re
import sys
import threading
import time
import urllib.parse

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length"}


class Rules:
    """The faults asked for, and how often each rule has matched and fired."""

    def __init__(self, path):
        self.path, self.stamp, self.rules, self.lock = path, None, [], threading.Lock()

    def fault_for(self, line):
        with self.lock:
            self._read_again_if_changed()
            for rule in self.rules:
                if not re.search(rule.get("on", ""), line):
                    continue
                rule["seen"] += 1
                late_enough = rule["seen"] > rule.get("skip", 0)
                in_turn = rule["seen"] % rule.get("every", 1) == 0
                if late_enough and in_turn and rule["fired"] < rule.get("times", rule["fired"] + 1):
                    rule["fired"] += 1
                    return rule
        return None

    def _read_again_if_changed(self):
        found = os.stat(self.path)
        if (found.st_mtime_ns, found.st_size, found.st_ino) != self.stamp:
            with open(self.path, encoding="utf-8") as file:
                self.rules = [dict(rule, seen=0, fired=0) for rule in json.load(file)]
            self.stamp = (found.st_mtime_ns, found.st_size, found.st_ino)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        rule = self.server.rules.fault_for(f"{self.command} {self.path}")
        fault = rule["fault"] if rule else None
        self.sent_status = None
        try:
            self.answer(rule or {}, fault, body)
        finally:
            self.note(fault, body)

    def answer(self, rule, fault, body):
        if fault == "close":
            return self.hang_up()
        if fault == "status":
            headers = {"Content-Type": "application/json", **rule.get("headers", {})}
            return self.reply(rule["status"], headers.items(), rule.get("body", "{}").encode())
        if fault == "html":
            page = b"<!DOCTYPE html><title>Maintenance</title><p>Back soon.</p>"
            return self.reply(200, [("Content-Type", "text/html")], page)
        if fault == "garbage":
            return self.reply(200, [("Content-Type", "application/json")], b'[{"id": 1, \xff\xfe\x00')
        if fault == "delay":
            time.sleep(rule.get("seconds", 1))
        try:
            status, headers, content = self.ask_server(body)
        except OSError:
            return self.reply(502, [("Content-Type", "application/json")], b'{"code":"upstream_down"}')
        if fault == "lost":
            return self.hang_up()
        if fault == "truncate":
            content = content[: rule.get("keep", 20)]
        if fault == "cut":
            self.reply(status, headers, content[: rule.get("keep", 20)], promised=len(content))
            return self.hang_up()
        return self.reply(status, headers, content)

    def ask_server(self, body):
        connection = http.client.HTTPConnection(self.server.upstream, timeout=60)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def reply(self, status, headers, content, promised=None):
        self.sent_status = status
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if promised is None else promised))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def hang_up(self):
        self.wfile.flush()
        self.close_connection = True

    def note(self, fault, body):
        try:
            sets = json.loads(body).get("status") if body else None
        except (ValueError, AttributeError):
            sets = dict(urllib.parse.parse_qsl(body.decode("latin-1"))).get("status")
        line = {"at": round(time.time(), 3), "method": self.command, "path": self.path,
                "status": self.sent_status, "fault": fault, "sets": sets}
        with self.server.log_lock, open(self.server.log, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = serve

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # a client that was killed is no news
            super().handle_error(request, client_address)


def main():
    port, upstream, rules, log = sys.argv[1:]
    server = Server(("127.0.0.1", int(port)), Handler)
    server.upstream = urllib.parse.urlsplit(upstream).netloc
    server.rules, server.log, server.log_lock = Rules(rules), log, threading.Lock()
    server.serve_forever()


if __name__ == "__main__":
    main()
