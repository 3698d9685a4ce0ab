"""Photographs that assessors take on site, three a criterion at most; seen by whoever sees the sheet's scores (D17, D32)."""
