"""What the tests with servers on loopback share: a check, answers in JSON, a server for many at once."""
import http.server
import json
import sys
import threading


def check(holds, what):
    if not holds:
        print(f"FAILED: {what}")
        sys.exit(1)


class JsonHandler(http.server.BaseHTTPRequestHandler):
    """Answers in JSON on connections that are kept, and logs nothing."""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the second packet of an answer waits for the first

    def answer(self, body, status=200, headers=None):
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256

    def handle_error(self, request, client_address):
        """A client that is killed hangs up: that is the test."""


def serve(handler):
    """Serves in a thread until the program ends; gives the port."""
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
