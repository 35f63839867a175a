"""Files that either side has sent."""

import mimetypes
import struct
from dataclasses import dataclass
from itertools import count

from telegram import Document, PhotoSize

from localgram.wire import Wire, bad_request

# A demo may run for months: of more than that, the oldest files are no longer to be had.
MOST_FILES = 2_000
MOST_BYTES = 256 * 2**20
_WIDTH_AND_HEIGHT = 10_000
_LONGEST_TO_SHORTEST = 20
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    mime: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    file_id: str
    unique_id: str
    path: str
    upload: Upload

    @property
    def mime(self) -> str:
        guessed, _ = mimetypes.guess_type(self.upload.name)
        return self.upload.mime or guessed or "application/octet-stream"

    def document(self) -> Wire:
        return Document(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            file_name=self.upload.name,
            mime_type=self.mime,
            file_size=len(self.upload.content),
        ).to_dict()

    def photo(self) -> list[Wire]:
        """The file as a photo's one size; Refused where it is neither a PNG nor a JPEG.

        Refused too where it is too long for its height, or the other way round, or too large.
        """
        size = image_size(self.upload.content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        if width + height > _WIDTH_AND_HEIGHT or max(size) > _LONGEST_TO_SHORTEST * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        photo = PhotoSize(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            width=width,
            height=height,
            file_size=len(self.upload.content),
        )
        return [photo.to_dict()]


class Files:
    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._numbers = count(1)
        self._stored: dict[str, Stored] = {}
        self._bytes = 0

    def keep(self, upload: Upload, folder: str) -> Stored:
        """Keep a file under a new id; Refused where it is empty. The oldest files may go for it."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        number = next(self._numbers)
        _, dot, suffix = upload.name.rpartition(".")
        ending = f".{suffix}" if dot and suffix.isalnum() else ""
        stored = Stored(
            file_id=f"localgram-{self._prefix}-{number}",
            unique_id=f"lg{self._prefix}{number}",
            path=f"{folder}/file_{number}{ending}",
            upload=upload,
        )
        self._stored[stored.file_id] = stored
        self._bytes += len(upload.content)
        while len(self._stored) > 1 and self._is_too_much():
            self._forget_oldest()
        return stored

    def find(self, file_id: str) -> Stored:
        """The file of an id; Refused where it is gone or never was."""
        try:
            return self._stored[file_id]
        except KeyError:
            raise bad_request("wrong file_id or the file is temporarily unavailable") from None

    def at(self, path: str) -> Stored | None:
        """The file at a path of the download address."""
        return next((stored for stored in self._stored.values() if stored.path == path), None)

    def _is_too_much(self) -> bool:
        return len(self._stored) > MOST_FILES or self._bytes > MOST_BYTES

    def _forget_oldest(self) -> None:
        oldest = self._stored.pop(next(iter(self._stored)))
        self._bytes -= len(oldest.upload.content)


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or a JPEG, from its header."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content.startswith(_JPEG) else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker, length = struct.unpack(">BH", content[position + 1 : position + 4])
        if marker in _SIZE_MARKERS:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None
