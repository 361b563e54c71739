"""A ledger of dated claims, and everything an analyst needs on top of it."""
