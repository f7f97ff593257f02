"""Reports made on the machines of a dask cluster, which need the installed project and no more.

Notebooks and tables go with the work, once to each worker. What comes back are whole bundles;
they are published where they were asked for, each once, whichever workers are lost meanwhile.
"""

import contextlib
import hashlib
import pickle
from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.press import PressError, sites
from analysis.press.projects import Project
from analysis.press.proofs import provenance
from analysis.press.workers import Order, Outcome

try:
    import distributed
    from distributed import Client, Status, WorkerPlugin, as_completed, get_worker
except ImportError as error:
    raise PressError(
        "--cluster needs dask.distributed, which is not installed: "
        "pip install 'filmed-in-orbit[cluster]'."
    ) from error

CONNECT_S = 10
WAIT_FOR_WORKERS_S = 30
RETRIES = 2
_DIGITS = 16
# By name of a builtin, so that a worker without the project can answer that it has none.
_ASK = '__import__("analysis.press.sites", fromlist=["sites"]).fingerprint({})'


class SitePlugin(WorkerPlugin):
    """Prepares a worker, also one that joins later, and clears up after the last report."""

    def __init__(self, name: str, parcel: bytes, ours: Mapping[str, str], timeout_s: float) -> None:
        self.name = name
        self._parcel = parcel
        self._ours = ours
        self._timeout_s = timeout_s
        self.site: sites.Site | None = None

    async def setup(self, worker: "distributed.Worker") -> None:
        """Unpack what was sent, and offer to make reports; not on a worker with other versions."""
        if found := sites.differences(self._ours, sites.fingerprint(self._ours)):
            raise PressError(f"Worker {worker.address} makes no reports: it has {found}.")
        self.site = sites.Site(self._parcel, self._timeout_s)
        await worker.set_resources(**{self.name: 1})
        # The scheduler looks for work that found no worker when one starts to run, and not when
        # one has a new resource.
        worker.status = Status.paused
        worker.status = Status.running

    def teardown(self, worker: "distributed.Worker") -> None:
        """End what runs beside the worker, and leave nothing on its disk."""
        if self.site:
            self.site.close()


def outcomes(
    project: Project, orders: Sequence[Order], address: str, *, timeout_s: float
) -> Generator[Outcome]:
    """Yield what comes of each order, as it comes from the cluster at `address`."""
    parcel = sites.parcel(project, [order.edition.notebook for order in orders])
    commit = provenance.commit(project.root)
    with _client(address) as client:
        name = f"reports-of-{client.id}"
        ours = sites.fingerprint()
        _refuse_others(client, ours)
        client.register_plugin(SitePlugin(name, parcel, ours, timeout_s))
        try:
            # Only a worker that was prepared has this resource, and one of it: a report at a time.
            how = {"retries": RETRIES, "resources": {name: 1}}
            waiting = {
                client.submit(_made, name, order, key=_key(name, order), **how): order
                for order in orders
            }
            answers = as_completed(
                list(waiting), loop=client.loop, with_results=True, raise_errors=False
            )
            for future, came in answers:
                if order := waiting.pop(future, None):  # else it was told of before
                    yield _told(order, came, commit)
        finally:
            with contextlib.suppress(Exception):  # where a worker or the scheduler was lost
                client.unregister_worker_plugin(name)


def _made(name: str, order: Order) -> Outcome:
    """Make a report on a worker; a lost process is an error, so that dask tries again."""
    plugin = get_worker().plugins[name]
    assert isinstance(plugin, SitePlugin)
    assert plugin.site
    return plugin.site.outcome(order)


def _key(name: str, order: Order) -> str:
    """Return what is the same for the same work, so that no work is done twice at a time."""
    digest = hashlib.sha256(pickle.dumps(order)).hexdigest()
    return f"{name}-{order.edition.name}-{digest[:_DIGITS]}"


def _client(address: str) -> Client:
    try:
        return Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise PressError(
            f"There is no dask scheduler at {address}, or it does not answer; an address is "
            f"written tcp://host:8786."
        ) from None


def _refuse_others(client: Client, ours: Mapping[str, str]) -> None:
    """Raise `PressError` if there is no worker, or one that would make other reports."""
    try:
        client.wait_for_workers(1, timeout=WAIT_FOR_WORKERS_S)
    except TimeoutError:
        raise PressError(f"The scheduler has had no worker for {WAIT_FOR_WORKERS_S} s.") from None
    for worker, theirs in client.run(eval, _ASK.format(list(ours)), on_error="return").items():
        if not isinstance(theirs, dict):
            raise PressError(f"Worker {worker} does not have this project installed: {theirs!r}.")
        if found := sites.differences(ours, theirs):
            raise PressError(
                f"Worker {worker} would make other reports: it has {found}. Install the same "
                f"there, or end that worker."
            )


def _told(order: Order, came: Any, commit: dict[str, Any] | None) -> Outcome:
    """Return an outcome also of work for which the cluster has none.

    What was sent to workers is no clone: of which commit it is, is known here.
    """
    if isinstance(came, Outcome):
        made = came.bundle
        known = made and replace(made, manifest={**made.manifest, "commit": commit})
        return replace(came, bundle=known)
    if isinstance(came, distributed.KilledWorker):
        why = "Each worker that tried to make it died, as when memory runs out."
    elif isinstance(came, tuple) and len(came) == 3:  # what was raised on the worker
        why = f"The cluster failed: {came[1]}"
    else:
        why = f"The cluster gave it up: {came}"
    return Outcome(order.edition.name, fault=why)
