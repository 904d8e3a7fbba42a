"""Bounds that phone and centre keep alike."""

PROTOCOL = 1
PROTOCOL_HEADER = "Lorong-Protocol"
OLDEST_PROTOCOL = 1
TUS = "1.0.0"
"""The version of tus by which files travel."""

MAX_PATHS = 64
MAX_DEPTH = 6
MAX_CHANGE_BYTES = 64 * 1024
MAX_CHANGES = 500
MAX_REQUEST_BYTES = 1024 * 1024
MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_PAGE = 500
DEFAULT_PAGE = 200
MAX_WANTED = 200
MAX_SEQ = 2**53
