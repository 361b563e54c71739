"""What a child gives up before it touches a delivery's bytes: memory, time, cores, the network, its parent's death."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from contextlib import suppress

from timeline.worker.tasks import Limits

_PDEATHSIG = 1
_NO_NEW_PRIVS = 38
_NEW_NETWORK = 0x40000000


def confine(limits: Limits) -> None:
    """Set the limits on this process; what the system does not offer is left out."""
    os.umask(0o077)
    _limit(resource.RLIMIT_CORE, 0)
    # The signal that says why comes at the first number, SIGKILL at the second.
    _limit(resource.RLIMIT_CPU, limits.cpu, limits.cpu + 2)
    _limit(resource.RLIMIT_FSIZE, limits.written)
    # Not RLIMIT_AS: allocators reserve far more address space than they use.
    _limit(resource.RLIMIT_DATA, limits.memory)
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
        # An empty network: only root may, or whoever the system lets.
        libc.unshare(_NEW_NETWORK)


def _limit(which: int, soft: int, hard: int | None = None) -> None:
    _, most = resource.getrlimit(which)
    wanted = soft if hard is None else hard
    if most != resource.RLIM_INFINITY:
        soft, wanted = min(soft, most), min(wanted, most)
    with suppress(OSError, ValueError):
        resource.setrlimit(which, (soft, wanted))
