"""What a cell says, on its way to the page: text as it comes, and all of it up to a limit."""

import io
import json
import time
from collections.abc import Callable
from typing import Any

TEXT_AT_MOST = 100_000  # characters that one cell may print; a loop without end would fill the page
DISPLAYS_AT_MOST = 200  # pictures, tables and values
AT_ONCE = 200  # pieces of text that go out line by line; after them they are gathered
PAUSE = 0.05  # seconds for which text is gathered
CUT = "\n... The output is cut here: a cell shows at most {} characters.\n"
CUT_DISPLAYS = "\n... The output is cut here: a cell shows at most {} pictures, tables and values.\n"

Post = Callable[[str], None]


class Outputs:
    """The outputs of one cell; those of a silent one are thrown away.

    Args:
        post: takes the JSON text of each message.
        silent: whether nothing is to be seen.

    """

    def __init__(self, post: Post, *, silent: bool = False) -> None:
        self._post, self.silent = post, silent
        self._name, self._waiting, self._size = "stdout", [], 0
        self._left, self._displays, self._sent, self._last = TEXT_AT_MOST, 0, 0, time.monotonic()
        self.stdout, self.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")

    def send(self, output: dict[str, Any]) -> None:
        """Send one output, after the text before it."""
        self.flush()
        if not self.silent:
            self._post(json.dumps({"type": "output", "output": output}))

    def fail(self, output: dict[str, Any]) -> None:
        """Send an error, of a silent cell too."""
        self.flush()
        self._post(json.dumps({"type": "output", "output": output}))

    def show(self, kind: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Send a value or a picture, as `display_data` or `execute_result`."""
        self._displays += 1
        if self._displays <= DISPLAYS_AT_MOST:
            self.send({"output_type": kind, "data": data, "metadata": metadata})
        elif self._displays == DISPLAYS_AT_MOST + 1:
            self._stream("stderr", CUT_DISPLAYS.format(DISPLAYS_AT_MOST))

    def write(self, name: str, text: str) -> None:
        """Take text of a stream; beyond the limit it is dropped."""
        if self.silent or self._left < 0 or not text:
            return
        if len(text) > self._left:
            text, cut = text[: self._left], CUT.format(f"{TEXT_AT_MOST:,}")
            self._left = -1
        else:
            self._left, cut = self._left - len(text), ""
        if name != self._name:
            self.flush()
            self._name = name
        self._waiting.append(text)
        late = time.monotonic() - self._last > PAUSE
        if cut or late or (self._sent < AT_ONCE and text.endswith("\n")):
            self.flush()
        if cut:
            self._stream("stderr", cut)

    def flush(self) -> None:
        """Send the text that waits."""
        text, self._waiting = "".join(self._waiting), []
        self._last = time.monotonic()
        if text:
            self._sent += 1
            self._stream(self._name, text)

    def _stream(self, name: str, text: str) -> None:
        if not self.silent:
            output = {"output_type": "stream", "name": name, "text": text}
            self._post(json.dumps({"type": "output", "output": output}))

    def clear(self, *, wait: bool = False) -> None:
        """Let the page take away what the cell has shown; what follows counts from nothing."""
        self._left, self._displays = TEXT_AT_MOST, 0
        self.send({"output_type": "clear_output", "wait": wait})


class _Stream(io.TextIOBase):
    """What `print` writes to."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self.name = outputs, f"<{name}>"
        self._stream = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self._stream, text)
        return len(text)

    def flush(self) -> None:
        self._outputs.flush()
