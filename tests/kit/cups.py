"""A CUPS server of its own, and a printer on a socket that keeps what it is sent."""

import os
import shutil
import socket
import subprocess
import threading
import time

from tests.kit.open_folder import open_folder

_SERVER = """LogLevel warn
DirtyCleanInterval 0
Listen {sock}
Listen 127.0.0.1:{port}
WebInterface No
Browsing No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
_FILES = """ServerRoot {folder}
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
DataDir /usr/share/cups
ServerBin /usr/lib/cups
SystemGroup root
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        return line.getsockname()[1]


class SocketPrinter:
    """Takes jobs on a raw port (as printers do on 9100) and keeps their bytes."""

    def __init__(self):
        self.jobs = []
        self._listen = socket.create_server(("127.0.0.1", 0))
        self.port = self._listen.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self._listen.accept()
            except OSError:
                return
            with line:
                data = b""
                while piece := line.recv(1 << 16):
                    data += piece
            self.jobs.append(data)

    def wait(self, count, seconds=20):
        """The jobs, once there are so many."""
        until = time.monotonic() + seconds
        while len(self.jobs) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.jobs) >= count, f"{len(self.jobs)} of {count} jobs came"
        return self.jobs

    def close(self):
        self._listen.close()


class CupsServer:
    """``cupsd`` in a folder of its own; programs reach it through the variable ``CUPS_SERVER``."""

    def __init__(self):
        self._folder = folder = open_folder("cups-")
        self.sock, self.port = folder / "sock", _free_port()
        for name in ("cache", "state", "spool"):
            (folder / name).mkdir(parents=True)
        (folder / "cupsd.conf").write_text(_SERVER.format(sock=self.sock, port=self.port))
        (folder / "cups-files.conf").write_text(_FILES.format(folder=folder))
        conf, files = folder / "cupsd.conf", folder / "cups-files.conf"
        self._run = subprocess.Popen(
            [shutil.which("cupsd") or "/usr/sbin/cupsd", "-f", "-c", conf, "-s", files],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 20
        while not self.sock.exists() and time.monotonic() < until:
            time.sleep(0.05)

    @property
    def pid(self):
        return self._run.pid

    def add(self, name, port):
        """A printer on a socket; what it is sent is what was handed in."""
        self.admin("lpadmin", "-p", name, "-E", "-v", f"socket://127.0.0.1:{port}")

    def admin(self, *command):
        """A command of the administrator."""
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            env={**os.environ, "CUPS_SERVER": str(self.sock)},
        )

    def close(self):
        self._run.terminate()
        self._run.wait(20)
        shutil.rmtree(self._folder)
