"""The editable copy of a document: the same content as the PDF, for the office to finish in its word processor."""

from evaluation.typesetting.docx.render import render

__all__ = ["render"]
