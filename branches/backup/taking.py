"""Makes a backup, and tries the newest one."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from branches import clock
from branches.backup import archive, databases, encryption, folders, restoring
from branches.backup.archive import Manifest
from branches.backup.problems import NotDone
from branches.files import store


def take(folder: Path) -> Path:
    """The new backup, made as the role that only reads; older ones go by their age. Raises NotDone."""
    recipient = settings.BACKUP_RECIPIENT
    try:
        with folders.alone(folder), folders.scratch(folder) as scratch:
            folders.demand_room(folder, databases.size() + sum(file.size for file in store.everything()))
            at = clock.now()
            path = folder / folders.name(at, is_encrypted=bool(recipient))
            with folders.whole(path, scratch) as file, encryption.encrypted(file, recipient) as target:
                writer = archive.Writer(target)
                with databases.dumped(scratch) as (anchor, dump):
                    writer.add_database(dump)
                writer.add_files()
                writer.finish(Manifest(settings.VERSION, connection.vendor, at.isoformat(), anchor))
            folders.forget(folder)
    except (OSError, DatabaseError, sqlite3.Error) as error:
        raise NotDone(f"The backup cannot be made: {error}".strip()) from error
    return path


def attempt(folder: Path, identity: Path | None) -> str:
    """Restores the newest backup into a database of its own, verifies it there and throws it away; what was said."""
    with folders.alone(folder), folders.scratch(folder) as scratch:
        found = list(folders.backups(folder))
        if not found:
            raise NotDone(f"{folder}: there is no backup to try: make one first")
        url = databases.trial_url(scratch)
        named_else = ["MIGRATE_DATABASE_URL", "BACKUP_DATABASE_URL", "FILES_BUCKET", "BACKUP_TO"]
        named_else += [f"{kind}DATABASE_URL_FILE" for kind in ("", "MIGRATE_", "BACKUP_")]
        own = dict.fromkeys(named_else, "") | {"DATABASE_URL": url, "DATA_DIR": str(scratch)}
        named = [f"--identity={identity.resolve()}"] if identity else []
        try:
            databases.clear(url)
            done = subprocess.run(  # noqa: S603 - its words are ours
                [sys.executable, settings.BASE_DIR / "manage.py", "restore", str(found[-1]), restoring.TRIAL, *named],
                check=False,
                env=os.environ | own,
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            databases.clear(url)
        except DatabaseError as error:
            raise NotDone(
                f"The database of the trial cannot be used (docs/operations.md says how it is made): {error}"
            ) from error
    if done.returncode:
        raise NotDone(f"{found[-1].name} could not be restored:\n{done.stdout.strip()}")
    return done.stdout
