"""The tables of the procedure, and what is made from them: matrix, diagram, documents (方案 四)."""

from evaluation.procedure.lives import PROCEDURE, REINSPECTION

__all__ = ["PROCEDURE", "REINSPECTION"]
