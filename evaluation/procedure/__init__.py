"""The tables of the procedure and what is made from them."""

from evaluation.procedure.lives import PROCEDURE, REINSPECTION

__all__ = ["PROCEDURE", "REINSPECTION"]
