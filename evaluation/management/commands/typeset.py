"""`typeset --out DIR`: every official document of the database as a PDF file; exit code 1 when one could not be made."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from evaluation.documents import queries as documents_queries
from evaluation.models import Notice
from evaluation.typesetting import typeset


class Command(BaseCommand):
    help = "Writes the official documents of the database as PDF files, typeset anew from their frozen facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="folder for the files; made if it is not there")
        parser.add_argument("--kind", choices=Notice.Kind.values, help="only documents of this kind")

    def handle(self, *args: Any, out: Path, kind: str | None, **options: Any) -> None:
        out.mkdir(parents=True, exist_ok=True)
        rows = documents_queries.everything(kind)
        failed = 0
        for notice in rows.iterator(chunk_size=100):
            # The row's number in front keeps two files of one name apart and the folder in order.
            path = out / f"{notice.pk:06d} {documents_queries.file_name(notice)}.pdf"
            try:
                path.write_bytes(typeset.render(notice.kind, notice.printable))
            except Exception as error:  # one document that cannot be made does not keep the others back
                failed += 1
                self.stderr.write(f"{path.name}: {type(error).__name__}: {error}")
            else:
                self.stdout.write(path.name)
        total = rows.count()
        self.stdout.write(f"{total - failed} of {total} documents written to {out}")
        if failed:
            sys.exit(1)
