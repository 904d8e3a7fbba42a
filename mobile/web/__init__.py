"""The browser's hands: files, photos, network and tabs through the worker that Python runs in.

Everything here imports on any Python; what it does works only in the browser.
"""
