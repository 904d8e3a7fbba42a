"""Many devices and one centre in one process, driven by a seed: `python -m tests.simulation --seeds 1000`.

Real client engine, real device store, real endpoint; the scheduler decides which message arrives, which is lost,
who is killed in the middle of a write, and when the centre is restored from its backup. A failing seed is printed
and replays exactly.
"""
