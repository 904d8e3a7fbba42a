"""A slow line between two network namespaces, and what Lorong and PouchDB make of it."""
