"""Small files as people send them; those that mean harm, and those of every program, are made in `uploads`."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter


def sent(name="总结.pdf", content=None):
    content = pdf() if content is None else content
    return SimpleUploadedFile(name, content() if callable(content) else content)


def pdf(pages: int = 1, *, width: int = 595) -> bytes:
    writer, file = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width, 842)
    writer.write(file)
    return file.getvalue()


def image(form: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options) -> bytes:
    file = BytesIO()
    Image.new(mode, size, color=1 if mode in ("1", "L", "P") else None).save(file, form, **options)
    return file.getvalue()


def package(parts: dict[str, str | bytes], *, compression: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx(rows: int = 3) -> bytes:
    book, file = Workbook(), BytesIO()
    for number in range(rows):
        book.active.append([f"党员{number}", number])
    book.save(file)
    return file.getvalue()
