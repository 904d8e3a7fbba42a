"""The fields of a form: each renders itself again, and nothing else, when its answer changes."""
