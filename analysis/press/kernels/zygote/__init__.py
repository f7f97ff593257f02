"""The process from which warm kernels are forked: one thread, the heavy imports done, nothing run.

It is started by file name, not as a part of `analysis`, so that it imports nothing of the
project: a kernel imports project modules afresh from disk, and which ones it imported can be read
from its `sys.modules`. It imports and does nothing else: no figure drawn, no arrays multiplied,
no socket of ZeroMQ, for those leave threads, locks and sockets that do not survive a fork. Where
a fork would not be safe, or would not give what a new process gives, it refuses and says why.

One connection is one kernel. The client sends the command, folder, environment and limits of the
kernel, with its own standard output and error; the answers, one JSON object a line, are `pid`,
`ready` and `exit`, or `refused`. A further byte from the client is a signal for the kernel; the
end of the connection is the end of the kernel, and the end of the zygote is the end of all.

What differs from a new process: all kernels of one zygote share the seed of `hash(str)`, and the
modules named in `preloads` have been imported, with what that does, before a notebook imports them.

preloads    what is imported, and what that shows of itself
server      the loop that takes requests and looks after the kernels
refusals    when not to fork
newborn     in the forked child: makes all as it is in a new process, and runs the kernel
"""

import gc
import os
import shutil
import signal
import socket
import sys
import warnings
from collections.abc import Callable, Sequence

from . import newborn, preloads, refusals
from .server import Server


def main(folder: str, listening: int, owner: int) -> None:
    """Import, then serve until the owner has gone; in a forked child, become the kernel."""
    server = Server(socket.socket(fileno=listening), owner)
    server.refusal = _why_not(preloads.import_what_kernels_do)
    of_kernel = list(warnings.filters)

    def load(names: Sequence[str]) -> None:
        why = _why_not(lambda: preloads.import_as_in_a_kernel(names))
        server.refusal = server.refusal or why

    load(preloads.MOST)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        request = server.request_in_child(when_idle=lambda: load(preloads.SOME))
    except BaseException:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    of_report = [each for each in warnings.filters if each not in of_kernel]
    warnings.filters[:] = of_kernel  # type: ignore[index]
    newborn.become_kernel(**request, before=server.environment, filters=of_report)


def _why_not(imports: Callable[[], str | None]) -> str:
    """Import, and return why no kernel can be forked from a process that did."""
    gc.disable()  # what is imported stays: to look for garbage in it takes a sixth of the time
    try:
        why = imports() or ""
        refusals.check_imports()
    except refusals.RefusalError as error:
        why = str(error)
    except Exception as error:
        why = f"a module cannot be imported ({type(error).__name__}: {error})"
    _stop_native_threads()
    gc.enable()
    gc.collect()
    gc.freeze()
    return why


def _stop_native_threads() -> None:
    """Fork once for nothing: OpenBLAS ends its threads before a fork, and starts them when asked.

    What is still there afterwards belongs to a library that does not.
    """
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
