"""Photographs: decoded and drawn anew, so that nothing survives but the picture, turned the right way up."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

from PIL import Image, ImageFile, ImageOps

from evaluation.self_assessment.evidence.uploads.causes import Cause, Unfit

LONGEST_SIDE = 2400
"""Pixels; enough to read a scanned A4 page."""

# A JPEG is decoded at a fraction of its size, so a large photograph costs little; a PNG has to be decoded whole.
_MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 30_000_000}
_one_at_a_time = Lock()


def drawn_anew(data: bytes, form: str) -> bytes:
    """The picture in the same format without metadata, at most `LONGEST_SIDE` wide or high. Raises Unfit."""
    try:
        with _strictly(), Image.open(BytesIO(data), formats=[form]) as image:
            if image.width * image.height > _MOST_PIXELS[form]:
                raise Unfit(Cause.SWOLLEN)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _saved(upright, form)
    except Image.DecompressionBombError as bomb:
        raise Unfit(Cause.SWOLLEN) from bomb
    except (OSError, ValueError, SyntaxError, EOFError) as broken:
        raise Unfit(Cause.BROKEN) from broken


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
