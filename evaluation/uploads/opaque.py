"""Parts of a package that are no XML: pictures that are pictures, fonts and settings that are no file of another kind."""

from evaluation.uploads.causes import Cause, Unfit

_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"II\xbc\x01",
    b"RIFF",
    b"\xd7\xcd\xc6\x9a",
    b"\x01\0\x09\0",
    b"\x02\0\x09\0",
    b"\x01\0\0\0",
)
"""PNG, JPEG, GIF, BMP, TIFF both ways, JPEG XR, WebP, WMF with and without its head, EMF."""
_FILES = (
    b"MZ",
    b"PK\x03\x04",
    b"\x7fELF",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"L\0\0\0\x01\x14\x02",
    b"ITSF",
    b"{\\rtf",
    b"<",
)
"""Programs, archives, documents, scripts, shortcuts, pages."""


def check_picture(content: bytes) -> None:
    """Raises Unfit. A picture under another picture's ending is common, and harmless."""
    if content and not content.startswith(_PICTURES):
        raise Unfit(Cause.STOWED)


def is_another_file(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_FILES)
