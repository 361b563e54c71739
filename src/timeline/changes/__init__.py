"""What moved between two moments of the ledger: frames of claims in, worded lines with their citations out. Pure."""

from timeline.changes.comparing import Held, changes

__all__ = ["Held", "changes"]
