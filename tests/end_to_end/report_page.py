#!/usr/bin/env python3
"""Looks at the page of cm report in headless Chromium: report_page.py CM [FOLDER-FOR-SCREENSHOTS]

At the widths of a phone, a tablet and a desk, light and dark: nothing is wider than the window, every
text has the contrast of WCAG AA, tables, pictures and landmarks are what a screen reader needs, and the
page asks for nothing but itself.
"""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "servers" / "browser")]
import browser  # noqa: E402
import report_store  # noqa: E402

MEASURE = (HERE.parent / "servers" / "browser" / "measure.js").read_text(encoding="utf-8")
WIDTHS = (360, 768, 1280)
SKIPPED = 77


def made_page(cm, folder):
    (folder / "cm.toml").write_text('cm = 1\nrules = []\n', encoding="utf-8")
    run = dict(cwd=folder, env={"CM_NOW": report_store.NOW, "PATH": "/usr/bin:/bin"}, check=True)
    subprocess.run([cm, "report"], stdout=subprocess.DEVNULL, **run)  # makes the tables
    report_store.fill(folder / "cm.db", 20_000)
    subprocess.run([cm, "report", "--names", "--output", "report.html"], **run)
    return folder / "report.html"


def faults_of(page):
    found = page.evaluate(MEASURE)
    return [f"{kind}: {fault}" for kind, faults in found.items() for fault in faults]


def main():
    if not browser.installed():
        print("skipped: chromium is not installed")
        return SKIPPED
    cm = pathlib.Path(sys.argv[1]).resolve()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    faults = []
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        address = made_page(cm, folder).as_uri()
        with browser.Browser(folder) as chromium:
            for width in WIDTHS:
                for dark in (False, True):
                    page = chromium.open(address, width=width, dark=dark)
                    where = f"{width} {'dark' if dark else 'light'}"
                    faults += [f"{where}: {fault}" for fault in faults_of(page)]
                    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                    faults += [f"{where}, unfolded: {fault}" for fault in faults_of(page)]
                    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
                    if page.requests() != [address]:
                        faults.append(f"{where}: it asked for {page.requests()}")
                    faults += [f"{where}: the browser says {text}" for text in page.complaints()]
                    if pictures:
                        page.screenshot(pictures / f"report-{where.replace(' ', '-')}.png")
            page.press("Tab", 9)
            if page.evaluate("document.activeElement.className") != "skip":
                faults.append("the first stop of the Tab key is not the link that skips to the figures")
            page.media("print", dark=True)
            faults += [f"print: {fault}" for fault in page.evaluate(MEASURE)["contrast"]]
            page.pdf((pictures or folder) / "report.pdf")
    print("\n".join(faults) or f"{2 * len(WIDTHS)} views and one print without a fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
