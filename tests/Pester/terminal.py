"""Runs a program under a pseudo-terminal and types into it, as a person would.

Usage: terminal.py STEPS PROGRAM [ARGUMENT...]
STEPS is JSON, a list of ["expect", text], ["send", text], ["resize", columns, rows] and ["interrupt", text, milliseconds],
which types Ctrl+C and expects the text within that time, and ["end"], which sends SIGTERM to the program. Prints everything that the program wrote, and the times that
interrupts took. Ends with exit code 1, and the step that failed, when a text is not there within a minute.
"""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 60
WHERE_IS_THE_CURSOR = b"\x1b[6n"


class Screen:
    def __init__(self, descriptor, child):
        self.descriptor = descriptor
        self.child = child
        self.written = ""
        self.seen = 0

    def read(self, seconds):
        """Takes what comes; false when there will be no more."""
        if select.select([self.descriptor], [], [], seconds)[0]:
            try:
                data = os.read(self.descriptor, 65536)
            except OSError:
                return False
            # A terminal answers this; who asks would wait long for nothing.
            os.write(self.descriptor, b"\x1b[1;1R" * data.count(WHERE_IS_THE_CURSOR))
            self.written += data.decode("utf-8", "replace")
            return bool(data)
        return True

    def expect(self, text):
        deadline = time.monotonic() + PATIENCE
        while True:
            found = self.written.find(text, self.seen)
            if found >= 0:
                self.seen = found + len(text)
                return True
            if time.monotonic() > deadline or not self.read(0.2):
                return self.written.find(text, self.seen) >= 0

    def send(self, text):
        os.write(self.descriptor, text.encode())
        return True

    def interrupt(self, text, milliseconds):
        self.seen = len(self.written)
        typed = time.monotonic()
        met = self.send("\x03") and self.expect(text)
        taken = (time.monotonic() - typed) * 1000
        self.written += f"\ninterrupted after {taken:.0f} ms\n"
        self.seen = len(self.written)
        return met and taken <= milliseconds

    def end(self):
        os.kill(self.child, signal.SIGTERM)
        return True

    def resize(self, columns, rows):
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        return True


def main():
    child, descriptor = pty.fork()
    if child == 0:
        # What a shell starts in the background ignores Ctrl+C, and so would this.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)
        os.execvp(sys.argv[2], sys.argv[2:])
    screen = Screen(descriptor, child)
    screen.resize(100, 30)
    failed = None
    for step in json.loads(sys.argv[1]):
        if not getattr(screen, step[0])(*step[1:]):
            failed = step
            break
    deadline = time.monotonic() + (0 if failed else PATIENCE)
    while time.monotonic() < deadline and screen.read(0.2):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    sys.stdout.write(screen.written)
    if failed:
        sys.exit(f"\nNot met: {failed}")


main()
