"""A headless Chromium that is told what to do through a pipe: keys, pages, pictures."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

THERE = shutil.which("chromium") is not None
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"]
_ALONE = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Chromium:
    """One page of a browser of its own."""

    def __init__(self, profile: Path) -> None:
        """Start it; `profile` is where it keeps its cookies."""
        reads, told = os.pipe()
        heard, writes = os.pipe()
        self._in, self._out, self._number, self._rest = told, heard, 0, b""
        command = f'exec chromium {" ".join(_FLAGS + _ALONE)} --remote-debugging-pipe "$0" 3<&{reads} 4>&{writes}'
        self._process = subprocess.Popen(
            ["bash", "-c", command, f"--user-data-dir={profile}"], pass_fds=(reads, writes), stderr=subprocess.DEVNULL
        )
        os.close(reads)
        os.close(writes)
        target = self.call("Target.createTarget", {"url": "about:blank"}, session=False)["targetId"]
        attached = self.call("Target.attachToTarget", {"targetId": target, "flatten": True}, session=False)
        self._session = attached["sessionId"]
        self.requests: list[str] = []
        for room in ("Page", "Runtime", "Network"):
            self.call(f"{room}.enable")

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait(10)
        os.close(self._in)
        os.close(self._out)

    def call(self, method: str, params: dict[str, Any] | None = None, *, session: bool = True) -> dict[str, Any]:
        """One command of the protocol, and its answer."""
        self._number += 1
        told: dict[str, Any] = {"id": self._number, "method": method, "params": params or {}}
        if session:
            told["sessionId"] = self._session
        os.write(self._in, json.dumps(told).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("method") == "Network.requestWillBeSent":
                self.requests.append(answer["params"]["request"]["url"])
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = os.read(self._out, 1 << 16)
            assert data, "chromium has ended"
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(line)
        return found

    def open(self, address: str) -> None:
        """Go to an address and wait for the page."""
        self.call("Page.navigate", {"url": address})
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def ask(self, script: str) -> Any:
        """The value of an expression on the page."""
        return self.call("Runtime.evaluate", {"expression": script, "returnByValue": True})["result"].get("value")

    def wait(self, script: str, seconds: float = 30.0) -> None:
        """Until an expression holds; a page that is just being left has none."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.ask(f"(() => {{ try {{ return Boolean({script}) }} catch (e) {{ return false }} }})()"):
                return
            time.sleep(0.05)
        raise AssertionError(f"never came true: {script}; the page says: {self.ask('document.body.innerText')!r}")

    def press(self, key: str) -> None:
        """A key, as a person presses it."""
        told: dict[str, Any] = {"key": key, "text": "\r" if key == "Enter" else key if len(key) == 1 else ""}
        if key == "Enter":
            told["windowsVirtualKeyCode"] = 13
        self.call("Input.dispatchKeyEvent", {"type": "keyDown", **told})
        self.call("Input.dispatchKeyEvent", {"type": "keyUp", "key": key})

    def settle(self, key: str) -> None:
        """A key that leads to another page, and wait for that."""
        self.ask("window.old = true")
        self.press(key)
        self.wait("!window.old && document.readyState === 'complete'")

    def write(self, text: str) -> None:
        """Text into what has the focus."""
        self.call("Input.insertText", {"text": text})

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """The window."""
        told = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
        self.call("Emulation.setDeviceMetricsOverride", told)

    def picture(self, path: Path) -> None:
        """The page as a PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
