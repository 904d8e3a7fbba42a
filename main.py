"""The entry that flet's packager wants at the root."""

from mobile.app import run

run()
