"""The command `lorong`, one file for what belongs together; cli.py puts them into one."""
