"""Boxes, cells, text and paint."""
