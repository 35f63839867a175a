"""Drills: quick questions without end, made from a seed and answered by a run."""
