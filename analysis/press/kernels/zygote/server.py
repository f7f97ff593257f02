"""The loop that takes requests and looks after the kernels."""

import json
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

from .refusals import RefusalError, check_request, check_threads

_LONGEST_REQUEST_S = 5.0


class _Kernel:
    """A forked kernel and the connection that it belongs to."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.ended = os.pidfd_open(pid)
        self.connection = connection

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and what it has started."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:  # it has no session of its own yet
            os.kill(self.pid, number)

    def reap(self) -> int:
        """Take what it started down with it, and return its exit code as `subprocess` does."""
        self.signal(signal.SIGKILL)
        os.close(self.ended)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Server:
    """What this process was when it began, and its kernels."""

    def __init__(self, listener: socket.socket, owner: int) -> None:
        self.listener = listener
        self.owner = os.pidfd_open(owner)
        self.environment = dict(os.environ)
        self.cores = os.sched_getaffinity(0)
        self.refusal = ""
        self.kernels: list[_Kernel] = []

    def request_in_child(self, when_idle: Callable[[], None]) -> dict[str, Any]:
        """Serve; return, in a forked child only, what it is to become.

        `when_idle` is done once, when the first kernels run and nobody asks for another.
        """
        is_idle = False
        while True:
            ready = self._ready(can_wait=is_idle or not self.kernels)
            if not ready:
                when_idle()
                is_idle = True
            if self.owner in ready:
                sys.exit()
            for kernel in list(self.kernels):
                self._look_after(kernel, ready)
            if self.listener.fileno() in ready:
                request = self._answered()
                if request:
                    return request

    def end(self) -> None:
        """Take all kernels down."""
        for kernel in self.kernels:
            kernel.signal(signal.SIGKILL)

    def _ready(self, can_wait: bool) -> set[int]:
        """Return the descriptors that have something to say; none if it cannot wait for one."""
        poll = select.poll()
        poll.register(self.listener, select.POLLIN)
        poll.register(self.owner, select.POLLIN)
        for kernel in self.kernels:
            poll.register(kernel.ended, select.POLLIN)
            if kernel.connection.fileno() >= 0:
                poll.register(kernel.connection, select.POLLIN)
        return {descriptor for descriptor, _ in poll.poll(None if can_wait else 0)}

    def _look_after(self, kernel: _Kernel, ready: set[int]) -> None:
        if kernel.ended in ready:
            self.kernels.remove(kernel)
            _tell(kernel.connection, exit=kernel.reap())
            kernel.connection.close()
        elif kernel.connection.fileno() in ready:
            try:
                numbers = kernel.connection.recv(64)
            except OSError:
                numbers = b""
            for number in numbers or [signal.SIGKILL]:
                kernel.signal(number)
            if not numbers:
                kernel.connection.close()

    def _answered(self) -> dict[str, Any] | None:
        connection, _ = self.listener.accept()
        connection.settimeout(_LONGEST_REQUEST_S)
        streams: list[int] = []
        try:
            request = received(connection, streams)
            if self.refusal:
                raise RefusalError(self.refusal)
            check_threads()
            check_request(request, self.environment, self.cores)
            pid = os.fork()
        except (RefusalError, OSError, ValueError, KeyError) as error:
            _tell(connection, refused=str(error))
            connection.close()
        else:
            if not pid:
                self._let_go(connection)
                return {**request, "streams": streams, "connection": connection.detach()}
            _tell(connection, pid=pid)
            self.kernels.append(_Kernel(pid, connection))
        for stream in streams:
            os.close(stream)
        return None

    def _let_go(self, ours: socket.socket) -> None:
        """In the child: let no socket, when it is collected, close a number that is used again."""
        for each in [self.listener, *(kernel.connection for kernel in self.kernels)]:
            if each is not ours:
                each.detach()


def received(connection: socket.socket, streams: list[int]) -> dict[str, Any]:
    """Return a request of a process of the same user; its streams come as descriptors."""
    peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    if struct.unpack("3i", peer)[1] != os.getuid():
        raise RefusalError("the request comes from another user")
    head, descriptors, _, _ = socket.recv_fds(connection, 8, 2)
    streams += descriptors
    if len(streams) != 2:
        raise RefusalError("the request is without its streams")
    size, body = int.from_bytes(head, "big"), b""
    while len(body) < size:
        part = connection.recv(size - len(body))
        if not part:
            raise RefusalError("the request is cut short")
        body += part
    return dict(json.loads(body))


def _tell(connection: socket.socket, **message: Any) -> None:
    try:
        connection.sendall(json.dumps(message).encode() + b"\n")
    except OSError:  # the client has gone; the end of its connection says so too
        return
