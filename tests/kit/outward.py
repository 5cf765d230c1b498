"""Receivers on loopback that behave like real ones, and like bad ones when told."""

import contextlib
import http.server
import json
import socketserver
import threading


class MailBox(socketserver.StreamRequestHandler):
    """The part of RFC 5321 a sender needs."""

    def handle(self):
        box = self.server.box
        self._say("220 practice ESMTP")
        recipient, reading = "", False
        lines = []
        for raw in self.rfile:
            line = raw.rstrip(b"\r\n")
            if reading:
                if line == b".":
                    reading = False
                    box.messages.append((recipient, b"\n".join(lines).decode()))
                    self._say("250 taken")
                else:
                    lines.append(line)
                continue
            verb = line.split(b" ")[0].upper()
            if verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self._say(f"{box.answer} {recipient}")
            elif verb == b"DATA":
                lines, reading = [], True
                self._say("354 go on")
            elif verb == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 practice")

    def _say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes JSON once a key."""

    def do_POST(self):
        box = self.server.box
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        status = 409 if key in box.taken else box.answer
        if status < 300:
            box.taken[key] = body
        self.send_response(status)
        self.end_headers()
        self.wfile.write(f"BIÊN NHẬN {len(box.taken)}".encode())

    def log_message(self, *_):
        """Quiet."""


class Box:
    """What a receiver got, and how it answers."""

    def __init__(self, answer):
        self.answer = answer
        self.messages = []
        self.taken = {}
        self.port = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"


@contextlib.contextmanager
def serving(handler, answer):
    """A receiver on a free port."""
    box = Box(answer)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.box = box
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def mail_box():
    return serving(MailBox, 250)


def receiver():
    return serving(Receiver, 201)
