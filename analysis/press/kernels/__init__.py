"""Warm kernels: the process that they are forked from.

    with kernels.warm() as zygote:
        execution = execute.execution(path, values, zygote=zygote)

`zygote` is an address, which other threads and processes may use as well, or None where the
system cannot fork safely: say `COLD` then. What is forked, and what makes it as fresh as a new
process, stands in `zygote`; who asks for it, in `forks.py`.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COLD = "This system cannot fork kernels safely: each report starts an ordinary one."
# The first entry of sys.path is the folder that we are in, which may hold modules of any name.
_START = """
import importlib.util, sys
del sys.path[0]
spec = importlib.util.spec_from_file_location("zygote", sys.argv[1])
zygote = sys.modules["zygote"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(zygote)
zygote.main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
"""


@contextmanager
def warm() -> Iterator[str | None]:
    """Start the process that imports what reports need, and yield its address at once.

    The first kernel waits until the imports are done. The process ends with this block, or with
    this process however it ends, and all its kernels end with it.
    """
    if not _can_fork():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="press-", ignore_cleanup_errors=True) as folder:
        address = f"{folder}/zygote"
        process = _started(folder, address)
        try:
            yield address
        finally:
            process.terminate()
            process.wait()


def _can_fork() -> bool:
    """Return whether this is a Linux that tells by a descriptor when a process has ended."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


def _started(folder: str, address: str) -> subprocess.Popen[bytes]:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(128)
        source = Path(__file__).parent / "zygote" / "__init__.py"
        arguments = [str(source), folder, str(listener.fileno()), str(os.getpid())]
        return subprocess.Popen(
            [sys.executable, "-c", _START, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
