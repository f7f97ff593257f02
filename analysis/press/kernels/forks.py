"""Ask the zygote for a kernel, or start an ordinary one; both end without a wait."""

import asyncio
import json
import os
import resource
import socket
import sys
import time
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode

_LONGEST_START_S = 60.0
_LONGEST_END_S = 5.0
_LOOK_AGAIN_S = 0.002
_said: set[str] = set()


class Provisioner(LocalProvisioner):
    """Forks a kernel from the zygote at an address; without one, starts an ordinary kernel."""

    zygote = Unicode()
    process: Any  # a Popen, or what is like one

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork; where that is refused or fails, say so in a line and start an ordinary kernel."""
        if self.zygote and not set(kwargs) - {"cwd", "env"}:
            try:
                self.process = await _forked(self.zygote, cmd, **kwargs)
            except (OSError, _NotForkedError) as error:
                _say(f"The kernel is started, not forked: {error}.")
            else:
                self.pid = self.process.pid
                self.cwd = kwargs.get("cwd") or Path.cwd()
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and what it started, and return as soon as it has ended."""
        await super().kill(restart)
        until = time.monotonic() + _LONGEST_END_S
        while await self.poll() is None and time.monotonic() < until:
            await asyncio.sleep(_LOOK_AGAIN_S)


class _NotForkedError(Exception):
    """The zygote forks no kernel; the message says why."""


class _Forked:
    """A forked kernel, with the part of `subprocess.Popen` that provisioners use."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self.pid = 0
        self.ready = False
        self.returncode: int | None = None
        self._connection = connection
        self._unread = b""

    def poll(self) -> int | None:
        """Take in what the zygote says; return the exit code when the kernel has ended."""
        while self.returncode is None:
            try:
                part = self._connection.recv(4096)
            except BlockingIOError:
                break
            except OSError:
                part = b""
            if not part:  # the zygote has ended, and its kernels with it
                self._end(-9)
            *lines, self._unread = (self._unread + part).split(b"\n")
            for line in lines:
                self._take_in(json.loads(line))
        return self.returncode

    def wait(self) -> int | None:
        """Return the exit code; provisioners ask when the kernel has ended."""
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and the processes that it started."""
        try:
            self._connection.send(bytes([number]))
        except OSError as error:
            raise ProcessLookupError from error

    def kill(self) -> None:
        """End the kernel, at the latest when the zygote sees that nobody is listening."""
        self._end(-9)

    def _take_in(self, message: dict[str, Any]) -> None:
        if "refused" in message:
            raise _NotForkedError(message["refused"])
        self.pid = message.get("pid", self.pid)
        self.ready = self.ready or "ready" in message
        if "exit" in message:
            self._end(message["exit"])

    def _end(self, code: int) -> None:
        self.returncode = code
        self._connection.close()


async def _forked(address: str, cmd: list[str], **kwargs: Any) -> _Forked:
    """Return a kernel whose sockets are bound."""
    kernel = _Forked(_asked(address, cmd, **kwargs))
    until = time.monotonic() + _LONGEST_START_S
    try:
        while not kernel.ready:
            if kernel.poll() is not None:
                raise _NotForkedError("the process to fork it from, or it, has ended")
            if time.monotonic() > until:
                raise _NotForkedError("the process that forks kernels does not answer")
            await asyncio.sleep(_LOOK_AGAIN_S)
    except BaseException:
        kernel.kill()
        raise
    return kernel


def _asked(
    address: str, cmd: list[str], env: dict[str, str], cwd: str | None = None
) -> socket.socket:
    """Return a connection on which a kernel has been asked for."""
    request = {
        "command": cmd,
        "folder": str(cwd or Path.cwd()),
        "environment": {**env, "JPY_PARENT_PID": str(os.getpid())},  # as for an ordinary kernel
        "cores": sorted(os.sched_getaffinity(0)),
        "umask": _umask(),
        "limits": {
            getattr(resource, name): resource.getrlimit(getattr(resource, name))
            for name in dir(resource)
            if name.startswith("RLIMIT_")
        },
    }
    body = json.dumps(request).encode()
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(_LONGEST_START_S)
    try:
        connection.connect(address)
        socket.send_fds(connection, [len(body).to_bytes(8, "big")], [1, 2])
        connection.sendall(body)
    except BaseException:
        connection.close()
        raise
    connection.setblocking(False)
    return connection


def _umask() -> int:
    """Return the umask, which no call tells without changing it for other threads."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1], 8) for line in lines if line.startswith("Umask:"))


def _say(line: str) -> None:
    """Say a line on standard error, once."""
    if line not in _said:
        _said.add(line)
        print(line, file=sys.stderr)
