"""The review as a page for the browser on this machine."""
