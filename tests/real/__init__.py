"""
Real processes: servers, workers and queues that are killed while events come in.

A company lives at a sandbox in a process of its own, and delivers its events over HTTP in
adverse order, some of them twice. Servers record them, workers apply them; one is killed with
SIGKILL every so often and replaced. When all has become quiet, nothing may be lost, nothing done
twice, and the mirror must be what the sandbox is.

    python -m tests.real --database postgres --events 10000 --workers 8 --kill-every 1
"""
