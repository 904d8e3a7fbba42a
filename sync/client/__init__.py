"""The sync engine on the device: what waits, what was pulled, and the conversation with the centre."""
