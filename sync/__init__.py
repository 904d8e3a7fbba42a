"""What phone and centre share, and the centre itself."""

VERSION = "0.1.0"
