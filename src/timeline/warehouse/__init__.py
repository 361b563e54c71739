"""The only room that knows which engine keeps the ledger: writing it, publishing it, asking it."""
