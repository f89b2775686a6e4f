"""Stands in for a chat: writes what is posted to it, one a line, to the file "heard"."""
import http.server
import pathlib
import sys


class Chat(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open("heard", "ab") as heard:
            heard.write(body + b"\n")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Chat)
pathlib.Path("port").write_text(str(server.server_port), encoding="utf-8")
sys.stdout.flush()
server.serve_forever()
