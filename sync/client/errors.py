"""Why a conversation with the centre did not succeed, by what the device can do about it."""

from __future__ import annotations


class SyncError(Exception):
    """The top of the tree. Nothing on the device was lost."""


class Offline(SyncError):
    """No way to the centre: wait for the network."""


class CaptivePortal(SyncError):
    """Something else answered, such as the log-in page of a Wi-Fi: the person opens the browser."""


class Busy(SyncError):
    """The centre is silent, overloaded or failing: try again, after `retry_after_s` where it said so."""

    def __init__(self, retry_after_s: float | None = None, *, failed: bool = False) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s
        self.failed = failed
        """True for a 500, which the request itself may cause."""


class SignedOut(SyncError):
    """The token no longer holds: the person enrols again. `revoked` when the device was switched off."""

    def __init__(self, *, revoked: bool) -> None:
        super().__init__(revoked)
        self.revoked = revoked


class AppTooOld(SyncError):
    """The centre no longer speaks this protocol: update the app."""


class TooLarge(SyncError):
    """The request is over a limit: send less at once. `by_proxy` when it never came to the centre."""

    def __init__(self, *, by_proxy: bool = False) -> None:
        super().__init__(by_proxy)
        self.by_proxy = by_proxy


class UnreadableChange(SyncError):
    """The centre cannot read the change at `index` of the batch: send the others without it."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class OffsetMoved(SyncError):
    """The centre has another count of bytes of the file: go on at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Refused(SyncError):
    """The centre understood and says no. `code` is one of sync.protocol.problems."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


def trouble(error: SyncError) -> str:
    """The short name by which states and texts speak of it."""
    if isinstance(error, SignedOut):
        return "device_revoked" if error.revoked else "signed_out"
    names = {Offline: "offline", CaptivePortal: "captive_portal", AppTooOld: "app_too_old"}
    return names.get(type(error), "server_silent")
