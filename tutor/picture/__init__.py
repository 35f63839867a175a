"""Code to facts, to a scene, to a PNG."""
