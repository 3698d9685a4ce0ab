"""Opens workbooks that are encrypted without anybody having chosen a password: Excel does so for 建议只读 and for protected
structures, under a password that it publishes. A password that somebody chose is never tried.

Both kinds of [MS-OFFCRYPTO]: standard (AES-128, SHA-1) and agile (AES in chains, SHA-512 and others).
"""

import base64
import hashlib
import struct
from xml.parsers import expat

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from branches.spreadsheet.opening.compound import NotCompound, streams
from branches.spreadsheet.unreadable import OPEN_AND_SAVE_AS, SAVE_AS, Unreadable

_PUBLISHED = "VelvetSweatshop".encode("utf-16-le")
_SEGMENT = 4096
_MOST_ROUNDS = 200_000
_STANDARD_ROUNDS = 50_000
_STREAMS = ("Workbook", "Book", "EncryptionInfo", "EncryptedPackage")
_KEYS = (16, 24, 32)
"""Bytes; as long as AES takes."""
_HASHES = {"SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
_FOR_INPUT, _FOR_VALUE = bytes.fromhex("fea7d2763b4b9e79"), bytes.fromhex("d7aa0f6d3061344e")
_FOR_KEY = bytes.fromhex("146e0be7abacd0d6")

_OLD = f"这是旧版.xls。请{SAVE_AS}"
_LOCKED = f"文件设了密码。{OPEN_AND_SAVE_AS}"
_UNKNOWN = f"文件是旧版.xls，或者设了密码。{OPEN_AND_SAVE_AS}"


def unlocked(data: bytes) -> bytes:
    """The workbook inside a compound file. Raises Unreadable for an old .xls and for a password of somebody's own."""
    try:
        parts = streams(data, _STREAMS)
        if "Workbook" in parts or "Book" in parts:
            raise Unreadable(_OLD)
        info, package = parts["EncryptionInfo"], parts["EncryptedPackage"]
        version = struct.unpack_from("<HH", info)
        opened = _agile(info[8:], package) if version == (4, 4) else _standard(info, package)
    except (NotCompound, KeyError, ValueError, struct.error, expat.ExpatError) as error:
        raise Unreadable(_UNKNOWN) from error
    if opened is None:
        raise Unreadable(_LOCKED)
    (size,) = struct.unpack_from("<Q", package)
    return opened[:size]


def _standard(info: bytes, package: bytes) -> bytes | None:
    (header_size,) = struct.unpack_from("<I", info, 8)
    verifier = info[12 + header_size :]
    salt, wanted, told = verifier[4:20], verifier[20:36], verifier[40:72]
    digest = _rounds("sha1", salt, _STANDARD_ROUNDS)
    digest = hashlib.sha1(digest + bytes(4), usedforsecurity=False).digest()
    padded = bytes(left ^ right for left, right in zip(digest.ljust(64, b"\0"), b"\x36" * 64, strict=True))
    key = hashlib.sha1(padded, usedforsecurity=False).digest()[:16]

    def decrypt(data: bytes) -> bytes:
        return _decrypted(Cipher(algorithms.AES(key), modes.ECB()), data)  # noqa: S305 the format's own

    if not _fits(hashlib.sha1(decrypt(wanted), usedforsecurity=False).digest(), decrypt(told)):
        return None
    return decrypt(package[8:])


def _agile(description: bytes, package: bytes) -> bytes | None:
    found: dict[str, dict[str, str]] = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.setdefault(tag.rpartition(":")[2], attributes)
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(description, True)
    whole, own = found["keyData"], found["encryptedKey"]
    rounds, name = int(own["spinCount"]), _HASHES[own["hashAlgorithm"]]
    salt, length = base64.b64decode(own["saltValue"]), int(own["keyBits"]) // 8
    if rounds > _MOST_ROUNDS or length not in _KEYS:
        raise Unreadable(_LOCKED)
    digest = _rounds(name, salt, rounds)

    def part(purpose: bytes, field: str) -> bytes:
        key = hashlib.new(name, digest + purpose).digest()[:length].ljust(length, b"\x36")
        return _decrypted(Cipher(algorithms.AES(key), modes.CBC(salt[:16])), base64.b64decode(own[field]))

    said = hashlib.new(name, part(_FOR_INPUT, "encryptedVerifierHashInput")[: int(own["saltSize"])]).digest()
    if not _fits(said, part(_FOR_VALUE, "encryptedVerifierHashValue")):
        return None
    key = part(_FOR_KEY, "encryptedKeyValue")[:length]
    whole_salt, whole_name = base64.b64decode(whole["saltValue"]), _HASHES[whole["hashAlgorithm"]]
    pieces = []
    for number, at in enumerate(range(8, len(package), _SEGMENT)):
        start = hashlib.new(whole_name, whole_salt + struct.pack("<I", number)).digest()[:16]
        piece = package[at : at + _SEGMENT]
        pieces.append(_decrypted(Cipher(algorithms.AES(key), modes.CBC(start)), piece[: len(piece) // 16 * 16]))
    return b"".join(pieces)


def _fits(said: bytes, told: bytes) -> bool:
    """Whether the password is the right one."""
    return told[: len(said)] == said


def _rounds(name: str, salt: bytes, rounds: int) -> bytes:
    digest = hashlib.new(name, salt + _PUBLISHED, usedforsecurity=False).digest()
    for number in range(rounds):
        digest = hashlib.new(name, struct.pack("<I", number) + digest, usedforsecurity=False).digest()
    return digest


def _decrypted(cipher: Cipher[modes.CBC] | Cipher[modes.ECB], data: bytes) -> bytes:
    decryptor = cipher.decryptor()
    return decryptor.update(data) + decryptor.finalize()


def _refuse(*_: object) -> None:
    raise Unreadable(_UNKNOWN)
