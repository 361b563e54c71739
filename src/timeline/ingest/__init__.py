"""Deliveries into the ledger: everything that `timeline ingest` does."""
