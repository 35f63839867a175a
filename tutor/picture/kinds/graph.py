"""A computation forward and backward: values go down, gradients come back up, shape by shape."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tutor.picture.facts import Clash, Graph, Node, NodeValue
from tutor.picture.kinds.layers import Row, Spot, Waypoint, rows
from tutor.picture.scene.marks import INNER_WIDTH, Box, Colour, Line, Mark, Scene, Words, soft
from tutor.picture.scene.pieces import Piece, noted, scene
from tutor.picture.scene.text import ROOM, label, shape_text, spelled, text_width

_NAME_SIZE = 13.0
_SIZE = 12.0
_NAME_HEIGHT = 20.0
_LINE = 18.0
_PADDING = 8.0
_NARROWEST = 60.0
# Characters for each of several numbers: boxes stand side by side.
_ROOM = 6
_WAYPOINT = 16.0
_GAP = 12.0
_LEAST_GAP = 6.0
_BETWEEN_ROWS = 40.0
# How far the two directions of one edge keep from its middle.
_APART = 4.5
# How far apart arrows meet a box, and how far from it they end.
_ENTRIES = 26.0
_CLEAR = 4.0
_FORWARD = Colour.BLUE
_BACKWARD = Colour.ORANGE
_MOST_NAMED = 4
_LONGEST_TEXT = 100
_LONGEST_REASON = 160

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """The middle of a spot, and its upper and lower end."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Route:
    """A line from box to box, and whether a gradient comes back along it."""

    points: Points
    goes_back: bool


def differentiated(graph: Graph) -> Scene | None:
    """The graph, with its layers' parameters where there is room; None where it is too wide."""
    made = _made(graph) or _made(graph.without_parameters)
    return noted(made, f"{failing(graph.failed)}.") if made and graph.failed else made


def _made(graph: Graph) -> Scene | None:
    laid = rows([node.reads for node in graph.nodes])
    if len(laid) < 2 or any(_width(row, graph, _LEAST_GAP) > INNER_WIDTH for row in laid):
        return None
    return scene(graph.text, _sentence(graph), _drawn(graph, laid))


def failing(clash: Clash) -> str:
    """Why there is a picture, and yet the line can't be run; by the first of what Python says."""
    reason = re.split(r"\n|\. |: \[| \(or ", clash.message)[0].rstrip(".")
    return f"But your last line fails: {label(reason, _LONGEST_REASON)}"


def summary(graph: Graph) -> str:
    """Which of the tensors it begins with get a gradient, in a line."""
    reached = [
        f"{node.label} {shape_text(node.held.shape)}"
        for node in graph.nodes
        if not node.reads and node.gradient
    ]
    gradients = f", gradients for {_listed(reached)}" if reached else ""
    told = f"{label(graph.text, _LONGEST_TEXT)}: forward and backward{gradients}"
    return f"{told}. {failing(graph.failed)}" if graph.failed else told


def _sentence(graph: Graph) -> str:
    comes_back = any(graph.nodes[read].gradient for node in graph.nodes for read in node.reads)
    back = ", gradients come back up the dashed ones" if comes_back else ""
    told = [
        f"Values go down the blue arrows{back}.",
        "A gradient has the shape of its tensor.",
    ]
    if graph.nodes[-1].held.shape not in {(), (1,)}:
        told.append("The last tensor is more than one number, so backward starts from ones.")
    reads = [read for node in graph.nodes for read in node.reads if node.gradient]
    again = [
        node.label
        for number, node in enumerate(graph.nodes)
        if node.gradient and reads.count(number) > 1
    ]
    if again:
        verb = "is" if len(again) == 1 else "are"
        told.append(f"{_listed(again)} {verb} read more than once: the gradients add up.")
    free = [node.label for node in graph.nodes if not node.reads and not node.is_tracked]
    if free:
        told.append(f"No gradient is kept for {_listed(free)}.")
    return " ".join(told)


def _listed(names: Sequence[str]) -> str:
    """The first few, once each."""
    once = list(dict.fromkeys(names))
    *first, last = once if len(once) <= _MOST_NAMED else [*once[: _MOST_NAMED - 1], "others"]
    return f"{', '.join(first)} and {last}" if first else last


def _drawn(graph: Graph, laid: Sequence[Row]) -> Piece:
    """Boxes in their rows, then the arrows between them."""
    middles = _middles(graph, laid)
    places: dict[Spot, _Place] = {}
    y = 0.0
    for row in laid:
        height = max(_height(spot, graph) for spot in row)
        for spot in row:
            own = height if isinstance(spot, Waypoint) else _height(spot, graph)
            places[spot] = _Place(middles[spot], y, y + own)
        y += height + _BETWEEN_ROWS
    marks = [mark for spot, place in places.items() for mark in _box(spot, place, graph)]
    marks += [mark for route in _routes(places, graph) for mark in _arrows(route)]
    return Piece(INNER_WIDTH, y - _BETWEEN_ROWS, tuple(marks))


def _width(row: Row, graph: Graph, gap: float) -> float:
    return sum(_wide(spot, graph) for spot in row) + gap * (len(row) - 1)


def _wide(spot: Spot, graph: Graph) -> float:
    if isinstance(spot, Waypoint):
        return _WAYPOINT
    node = graph.nodes[spot]
    widest = max(
        text_width(node.label, _NAME_SIZE, mono=True, bold=True),
        text_width(_said(node.held), _SIZE, mono=True),
        text_width(_back(node), _SIZE, mono=True),
    )
    return max(_NARROWEST, widest + 2 * _PADDING)


def _height(spot: Spot, graph: Graph) -> float:
    if isinstance(spot, Waypoint):
        return 0.0
    return _NAME_HEIGHT + _LINE + (_LINE if graph.nodes[spot].is_tracked else 0.0)


def _middles(graph: Graph, laid: Sequence[Row]) -> Mapping[Spot, float]:
    """From the last row up: each above what reads it, as far as its neighbours leave room."""
    middles: dict[Spot, float] = {}
    for row in reversed(laid):
        wide = [_wide(spot, graph) for spot in row]
        wanted = [_wanted(spot, graph, middles) for spot in row]
        gap = min(_GAP, (INNER_WIDTH - sum(wide)) / max(1, len(row) - 1))
        middles |= zip(row, _apart(wanted, wide, gap), strict=True)
    return middles


def _wanted(spot: Spot, graph: Graph, below: Mapping[Spot, float]) -> float:
    """The middle of its lines' next stops; of the end, the middle of the picture."""
    start = spot.start if isinstance(spot, Waypoint) else spot
    stops = [below[stop] + _entry(start, stop, graph) for stop in _stops(spot, graph, below)]
    return sum(stops) / len(stops) if stops else INNER_WIDTH / 2


def _stops(spot: Spot, graph: Graph, below: Collection[Spot]) -> Sequence[Spot]:
    """Where the lines that leave a spot come to next."""
    if isinstance(spot, Waypoint):
        lower = Waypoint(spot.start, spot.end, spot.height - 1)
        return (lower if lower in below else spot.end,)
    readers = [end for end in below if _reads(graph, end, spot)]
    return [max(_between(spot, end, below), key=_height_of, default=end) for end in readers]


def _between(source: int, end: Spot, spots: Iterable[Spot]) -> Sequence[Waypoint]:
    """The waypoints of one line."""
    return [
        spot
        for spot in spots
        if isinstance(spot, Waypoint) and (spot.start, spot.end) == (source, end)
    ]


def _height_of(spot: Spot) -> int:
    return spot.height if isinstance(spot, Waypoint) else 0


def _entry(source: int, spot: Spot, graph: Graph) -> float:
    """How far from its middle a box is met by what it reads."""
    if isinstance(spot, Waypoint):
        return 0.0
    sources = tuple(dict.fromkeys(graph.nodes[spot].reads))
    return (sources.index(source) - (len(sources) - 1) / 2) * _ENTRIES


def _apart(wanted: Sequence[float], wide: Sequence[float], gap: float) -> Sequence[float]:
    """Near where each wants to be, in order, without touching, and on the card."""
    found: list[float] = []
    for number, (middle, own) in enumerate(zip(wanted, wide, strict=True)):
        least = found[-1] + wide[number - 1] / 2 + gap + own / 2 if found else middle
        found.append(max(middle, least))
    shift = sum(w - f for w, f in zip(wanted, found, strict=True)) / len(found)
    left, right = found[0] - wide[0] / 2, found[-1] + wide[-1] / 2
    shift = max(-left, min(INNER_WIDTH - right, shift))
    return [middle + shift for middle in found]


def _box(spot: Spot, place: _Place, graph: Graph) -> Sequence[Mark]:
    """Name and value; below them, in the colour of the way back, the gradient."""
    if isinstance(spot, Waypoint):
        return ()
    node, wide = graph.nodes[spot], _wide(spot, graph)
    left, y = place.x - wide / 2, place.top
    height = _NAME_HEIGHT + _LINE
    fill = Colour.GREEN_SOFT if spot == len(graph.nodes) - 1 else _fill(node)
    marks: list[Mark] = [
        Box(left, y, wide, height, fill, radius=5),
        Words(place.x, y + 11, node.label, _NAME_SIZE, anchor="middle", bold=True, mono=True),
        Words(place.x, y + 28, _said(node.held), _SIZE, anchor="middle", mono=True),
    ]
    if node.is_tracked:
        hue = soft(_BACKWARD) if node.gradient else Colour.PLAIN
        marks.append(Box(left, y + height, wide, _LINE, hue, radius=5))
        middle = y + height + _LINE / 2
        marks.append(Words(place.x, middle, _back(node), _SIZE, anchor="middle", mono=True))
    return marks


def _fill(node: Node) -> Colour:
    if node.reads or not node.is_tracked:
        return Colour.PLAIN
    return soft(_FORWARD)


def _routes(places: Mapping[Spot, _Place], graph: Graph) -> Iterator[_Route]:
    """Every line between two nodes; those that leave one box do so beside each other."""
    for source in (spot for spot in places if isinstance(spot, int)):
        reached = [end for end in places if _reads(graph, end, source)]
        paths = sorted(_path(source, end, places, graph) for end in reached)
        goes_back = graph.nodes[source].gradient is not None
        for order, path in enumerate(paths):
            x = places[source].x + (order - (len(paths) - 1) / 2) * _ENTRIES
            yield _Route(((x, places[source].bottom + _CLEAR), *path), goes_back)


def _reads(graph: Graph, spot: Spot, source: int) -> bool:
    return isinstance(spot, int) and source in graph.nodes[spot].reads


def _path(source: int, end: Spot, places: Mapping[Spot, _Place], graph: Graph) -> Points:
    """By way of the waypoints to the box that reads the source."""
    waypoints = [places[each] for each in _between(source, end, places)]
    via = [(each.x, y) for each in waypoints for y in (each.top, each.bottom)]
    place = places[end]
    return (*via, (place.x + _entry(source, end, graph), place.top - _CLEAR))


def _arrows(route: _Route) -> Iterator[Line]:
    if not route.goes_back:
        yield Line(route.points, _FORWARD, 1.6, head=True)
        return
    yield Line(_aside(route.points, -_APART), _FORWARD, 1.6, head=True)
    yield Line(_aside(route.points, _APART)[::-1], _BACKWARD, 1.6, dashed=True, head=True)


def _aside(points: Points, distance: float) -> Points:
    """To the side of a line; of one that bends, to the right."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    if len(points) > 2:
        return tuple((x + distance, y) for x, y in points)
    length = math.hypot(x1 - x0, y1 - y0)
    across, down = (y1 - y0) / length * distance, -(x1 - x0) / length * distance
    return ((x0 + across, y0 + down), (x1 + across, y1 + down))


def _said(held: NodeValue) -> str:
    if held.values is None:
        return shape_text(held.shape)
    texts = spelled(held.values, _ROOM if len(held.values) > 1 else ROOM)
    return texts[0] if not held.shape else f"[{' '.join(texts)}]"


def _back(node: Node) -> str:
    if not node.is_tracked:
        return ""
    return f"grad {_said(node.gradient)}" if node.gradient else "no grad"
