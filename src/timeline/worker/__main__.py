"""`python -m timeline.worker`: the limited child process."""

from timeline.worker.child import main

main()
