"""Photographs: decoded and drawn anew, so that nothing survives but the picture, turned the right way up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

from PIL import Image, ImageFile, ImageOps

from evaluation.uploads.causes import Cause, Unfit

LONGEST_SIDE = 2400
"""Pixels; enough to read a scanned A4 page."""

# A JPEG is decoded at a fraction of its size, so a large photograph costs little; a PNG has to be decoded whole.
_MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 30_000_000}
# One that comes in passes is gone through whole with each of them; cameras and programs make about ten.
_MOST_PIXELS_IN_PASSES = 40_000_000
_MOST_PASSES = 50
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_LAST, _PASS = 0xD9, 0xDA
_one_at_a_time = Lock()


def drawn_anew(data: bytes, form: str) -> bytes:
    """The picture in the same format without metadata, at most `LONGEST_SIDE` wide or high. Raises Unfit."""
    try:
        with _strictly(), Image.open(BytesIO(data), formats=[form]) as image:
            in_passes = "progressive" in image.info
            most = _MOST_PIXELS_IN_PASSES if in_passes else _MOST_PIXELS[form]
            if image.width * image.height > most or (in_passes and _passes(data) > _MOST_PASSES):
                raise Unfit(Cause.SWOLLEN)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _saved(upright, form)
    except Image.DecompressionBombError as bomb:
        raise Unfit(Cause.SWOLLEN) from bomb
    except (OSError, ValueError, SyntaxError, EOFError) as broken:
        raise Unfit(Cause.BROKEN) from broken


def _passes(data: bytes) -> int:
    """How often a JPEG begins anew on the same picture."""
    count, at = 0, 2
    while (found := _MARKER.search(data, at)) and found[1][0] != _LAST:
        count += found[1][0] == _PASS
        at = found.start() + 2 + int.from_bytes(data[found.start() + 2 : found.start() + 4], "big")
    return count


@contextmanager
def _strictly() -> Iterator[None]:
    """Refuse half a picture. The typesetter switches the whole process to accepting it."""
    with _one_at_a_time:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _saved(image: Image.Image, form: str) -> bytes:
    modes = ("L", "RGB") if form == "JPEG" else ("1", "L", "LA", "RGB", "RGBA")
    plain = image if image.mode in modes else image.convert("RGBA" if form == "PNG" else "RGB")
    # A new canvas carries over neither profile nor comments.
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    file = BytesIO()
    clean.save(file, form, **({"quality": 85} if form == "JPEG" else {"optimize": False}))
    return file.getvalue()
