"""The central endpoint."""
