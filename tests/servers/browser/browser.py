"""A headless Chromium of a test's own, spoken to over two pipes (no port, nothing to wait for).

    with Browser(folder) as browser:
        page = browser.open("file:///report.html", width=360, dark=True)
        page.evaluate("document.title")
"""
import base64
import json
import os
import shutil
import subprocess

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe"]


def installed():
    return shutil.which("chromium") is not None


class Browser:
    """Ends with the `with` block, whatever happens in it. Its profile lies in `folder`."""

    def __init__(self, folder):
        read_commands, self._commands = os.pipe()
        self._answers, write_answers = os.pipe()

        def hand_over_pipes():  # Chromium reads from 3 and writes to 4
            kept = os.dup(write_answers)
            os.dup2(read_commands, 3)
            os.dup2(kept, 4)

        self._process = subprocess.Popen(
            ["chromium", *FLAGS, f"--user-data-dir={folder}/profile", "about:blank"], pass_fds=(3, 4),
            preexec_fn=hand_over_pipes, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"})
        os.close(read_commands)
        os.close(write_answers)
        self._number = 0
        self._unread = b""
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._commands)
        os.close(self._answers)

    def _next_message(self):
        while b"\0" not in self._unread:
            piece = os.read(self._answers, 1 << 20)
            if not piece:
                raise RuntimeError("Chromium ended")
            self._unread += piece
        message, self._unread = self._unread.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next_message()
            if answer.get("id") != self._number:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']['message']}")
            else:
                return answer["result"]

    def wait_for(self, method, session):
        while True:
            for event in self.events:
                if event.get("method") == method and event.get("sessionId") == session:
                    return
            self.events.append(self._next_message())

    def open(self, address, width=1280, height=900, dark=False):
        return Page(self, address, width, height, dark)


class Page:
    def __init__(self, browser, address, width, height, dark):
        self._browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.media("screen", dark)
        browser.events.clear()
        self.ask("Page.navigate", url=address)
        browser.wait_for("Page.loadEventFired", self._session)

    def ask(self, method, **parameters):
        return self._browser.ask(method, self._session, **parameters)

    def media(self, kind, dark):
        scheme = "dark" if dark else "light"
        self.ask("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def evaluate(self, script):
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "a script failed"))
        return answer["result"].get("value")

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def requests(self):
        """The addresses that the page asked for, itself among them."""
        return [event["params"]["request"]["url"] for event in self._browser.events
                if event.get("method") == "Network.requestWillBeSent"]

    def complaints(self):
        """What the console of the browser says."""
        return [event["params"]["entry"]["text"] for event in self._browser.events
                if event.get("method") == "Log.entryAdded"]

    def screenshot(self, file):
        picture = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(picture["data"]))

    def pdf(self, file):
        file.write_bytes(base64.b64decode(self.ask("Page.printToPDF", printBackground=True)["data"]))
