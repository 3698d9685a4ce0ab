"""age around a backup, as it is written and read: neither a whole file nor an open copy of it is ever held.

Whoever makes backups knows the recipient alone (`age1…`) and reads none of them again; the identity belongs to another
place (docs/operations.md).
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

import pyrage

from branches.backup.problems import NotDone

BEGINS = b"age-encryption.org/"
_BEGINNING = "AGE-SECRET-KEY-"
DAMAGED = "{}: the backup is damaged or was cut short: take another one"


@contextmanager
def encrypted(target: BinaryIO, recipient: str) -> Iterator[BinaryIO]:
    """What is written here arrives in `target` for this recipient alone; without one as it is."""
    if not recipient:
        yield target
        return
    key = _recipient(recipient)
    read, write = os.pipe()
    source, sink = os.fdopen(read, "rb"), os.fdopen(write, "wb")
    pump = _Pump(lambda: pyrage.encrypt_io(source, target, [key]), source)
    try:
        with suppress(BrokenPipeError), closing(sink):
            yield sink
    finally:
        pump.join()
    if pump.error:
        raise NotDone(f"The backup cannot be written: {pump.error}") from pump.error


@contextmanager
def opened(path: Path, identity: Path | None) -> Iterator[BinaryIO]:
    """The backup as it was before it was encrypted. Raises NotDone for a wrong identity and for what was altered."""
    with path.open("rb") as file:
        is_encrypted = file.peek(len(BEGINS)).startswith(BEGINS)
        if not is_encrypted:
            yield file
            return
        if identity is None:
            raise NotDone(f"{path}: the backup is encrypted: name the file of its age identity by --identity")
        keys = _identities(identity)
        read, write = os.pipe()
        source, sink = os.fdopen(read, "rb"), os.fdopen(write, "wb")
        pump = _Pump(lambda: pyrage.decrypt_io(file, sink, keys), sink)
        failed: BaseException | None = None
        try:
            yield source
            while source.read(1 << 20):
                """The last piece is proved only when it is read to its end."""
        except BaseException:
            # Whoever reads is told of an end; why there is one is known here.
            failed = pump.error
            if failed is None:
                raise
        finally:
            source.close()
            pump.join()
        if failed := failed or pump.error:
            raise NotDone(_said(path, identity, failed)) from failed


class _Pump(Thread):
    """Does the work beside us and closes its end of the pipe, whatever became of it."""

    def __init__(self, work: Callable[[], Any], end: BinaryIO) -> None:
        super().__init__(daemon=True)
        self.work, self.end = work, end
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.work()
            self.end.flush()
        except BaseException as error:
            self.error = error
        finally:
            with suppress(OSError):
                self.end.close()


def _said(path: Path, identity: Path, error: BaseException) -> str:
    if "No matching keys" in str(error):
        return f"{path}: the identity in {identity} does not open it: the backup was encrypted for another recipient"
    return DAMAGED.format(path)


def _recipient(words: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(words)
    except pyrage.RecipientError as error:
        raise NotDone("BACKUP_RECIPIENT is no age recipient: it begins with age1 (age-keygen prints it)") from error


def _identities(path: Path) -> list[Any]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith(_BEGINNING)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise NotDone(f"{path}: the age identity cannot be read: {error}") from error
    if not found:
        raise NotDone(f"{path}: there is no age identity in it: a line that begins with {_BEGINNING}")
    return found
