"""Diagrams of entries: drawn as /draw draws, and proven like examples."""

from sandbox.protocol import Runner
from tutor.draw import CodeFailed, NothingToDraw, Sketch, sketch
from tutor.picture.marks import Box, Scene

# A diagram is ours and may be drawn on a busy machine; learners' code gets less time.
_SECONDS = 20.0
# One number is drawn as one box.
_FEWEST_BOXES = 2


async def diagram(runner: Runner, code: str, *, learner: str = "") -> Scene | str:
    """The picture that code ends in, or what is wrong with it, for whoever writes entries."""
    match await sketch(runner, code, learner=learner, wall_seconds=_SECONDS):
        case Sketch(drawn):
            boxes = sum(isinstance(mark, Box) for mark in drawn.scene.marks)
            if boxes >= _FEWEST_BOXES:
                return drawn.scene
            return "expected a picture with more in it than one number"
        case NothingToDraw():
            return "expected code that ends in something that can be drawn, got none"
        case CodeFailed():
            return "expected code that runs as far as what is drawn, got an error before that"
