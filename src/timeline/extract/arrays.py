"""Arrays of numbers, which one thread works on."""

from __future__ import annotations

import os
from typing import TypeAlias

# Readers run side by side, one for each core: threads of their own would only be in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy
from numpy.typing import NDArray

__all__ = ["Matrix", "NDArray", "numpy"]

Matrix: TypeAlias = NDArray[numpy.float32]
