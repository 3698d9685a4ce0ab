"""Encrypts a workbook as Office does, and puts it into a compound file: written from the formats' descriptions."""

import base64
import hashlib
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PUBLISHED = "VelvetSweatshop"


def compound(streams: dict[str, bytes], *, shared: int = 0) -> bytes:
    """A compound file of 512-byte sectors. Streams below 4096 bytes go into the small sectors, as they must.

    `shared` adds that many streams that lie where the last one does.
    """
    sectors: list[bytes] = []
    fat: list[int] = []
    small = b""
    minis: list[int] = []

    def stored(content: bytes) -> int:
        if not content:
            return 0xFFFFFFFE
        first = len(sectors)
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), 0xFFFFFFFE])
        return first

    entries = []
    for name, content in streams.items():
        if len(content) < 4096:
            start, count = len(minis), -(-len(content) // 64)
            small += content.ljust(count * 64, b"\0")
            minis.extend([*range(start + 1, start + count), 0xFFFFFFFE])
        else:
            start = stored(content)
        entries.append(_entry(name, 2, start, len(content)))
    entries += [_entry(f"{number}", 2, start, len(content)) for number in range(shared)]
    root = _entry("Root Entry", 5, stored(small), len(small))
    mini_table = stored(struct.pack(f"<{len(minis)}I", *minis))
    folder = stored(b"".join([root, *entries]))
    fat_at = len(sectors)
    count = -(-(fat_at + 1) // 127)
    fat += [0xFFFFFFFD] * count
    fat += [0xFFFFFFFF] * (count * 128 - len(fat))
    table = struct.pack(f"<{len(fat)}I", *fat)
    listed = [*range(fat_at, fat_at + count), *[0xFFFFFFFF] * (109 - count)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, count, folder, 0, 4096, mini_table, 1, 0xFFFFFFFE, 0, listed[0])
    head += struct.pack("<108I", *listed[1:])
    return head + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def standard(data: bytes, password: str = PUBLISHED) -> bytes:
    salt, verifier = os.urandom(16), os.urandom(16)
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    for number in range(50_000):
        digest = hashlib.sha1(struct.pack("<I", number) + digest).digest()
    digest = hashlib.sha1(digest + struct.pack("<I", 0)).digest()
    key = hashlib.sha1(bytes(0x36 ^ one for one in digest) + b"\x36" * 44).digest()[:16]
    encryptor = Cipher(algorithms.AES(key), modes.ECB())

    def encrypt(content: bytes) -> bytes:
        one = encryptor.encryptor()
        return one.update(content.ljust(-(-len(content) // 16) * 16, b"\0")) + one.finalize()

    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<I", 16) + salt + encrypt(verifier)
    info += struct.pack("<I", 20) + encrypt(hashlib.sha1(verifier).digest())
    return compound({"EncryptionInfo": info, "EncryptedPackage": struct.pack("<Q", len(data)) + encrypt(data)})


def agile(data: bytes, password: str = PUBLISHED, rounds: int = 100_000, key_bits: int = 256) -> bytes:
    salt, whole_salt, key, verifier = os.urandom(16), os.urandom(16), os.urandom(32), os.urandom(16)
    digest = hashlib.sha512(salt + password.encode("utf-16-le")).digest()
    for number in range(rounds):
        digest = hashlib.sha512(struct.pack("<I", number) + digest).digest()

    def encrypt(with_key: bytes, start: bytes, content: bytes) -> bytes:
        one = Cipher(algorithms.AES(with_key), modes.CBC(start)).encryptor()
        return one.update(content.ljust(-(-len(content) // 16) * 16, b"\0")) + one.finalize()

    def own(purpose: str, content: bytes) -> str:
        derived = hashlib.sha512(digest + bytes.fromhex(purpose)).digest()[:32]
        return base64.b64encode(encrypt(derived, salt, content)).decode()

    salts = [base64.b64encode(one).decode() for one in (whole_salt, salt)]
    common = f'saltSize="16" blockSize="16" keyBits="{key_bits}" hashSize="64" '
    common += 'cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
    info = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
        'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<keyData {common} saltValue="{salts[0]}"/><keyEncryptors><keyEncryptor '
        'uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="{rounds}" {common} saltValue="{salts[1]}" '
        f'encryptedVerifierHashInput="{own("fea7d2763b4b9e79", verifier)}" '
        f'encryptedVerifierHashValue="{own("d7aa0f6d3061344e", hashlib.sha512(verifier).digest())}" '
        f'encryptedKeyValue="{own("146e0be7abacd0d6", key)}"/></keyEncryptor></keyEncryptors></encryption>'
    )
    package = struct.pack("<Q", len(data))
    for number, at in enumerate(range(0, len(data), 4096)):
        start = hashlib.sha512(whole_salt + struct.pack("<I", number)).digest()[:16]
        package += encrypt(key, start, data[at : at + 4096])
    return compound({"EncryptionInfo": struct.pack("<HHI", 4, 4, 0x40) + info.encode(), "EncryptedPackage": package})
