"""Peers that npm has, in the user's cache folder: never in the project."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import platformdirs

POUCHDB = ("pouchdb@9", "express@4", "express-pouchdb@4")
"""With Express 5, express-pouchdb answers HTML."""


def node_modules(packages: tuple[str, ...]) -> Path:
    """The folder for NODE_PATH, installed the first time. A registry or its cache is needed then."""
    names = "+".join(package.replace("/", "-") for package in packages)
    folder = platformdirs.user_cache_path("lorong", appauthor=False) / "npm" / names
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.mkdtemp(dir=folder.parent)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", made, *packages]
        subprocess.run(command, check=True)
        try:
            Path(made).rename(folder)
        except OSError:
            # Another run was first; what it installed is whole.
            shutil.rmtree(made)
    return folder / "node_modules"
