"""Files that either side has sent."""

import mimetypes
import struct
from dataclasses import dataclass
from itertools import count

from telegram import Document, PhotoSize

from localgram.wire import Wire, bad_request

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
        size = image_size(self.upload.content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
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

    def keep(self, upload: Upload, folder: str) -> Stored:
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
        return stored

    def find(self, file_id: str) -> Stored:
        try:
            return self._stored[file_id]
        except KeyError:
            raise bad_request("wrong file_id or the file is temporarily unavailable") from None

    def at(self, path: str) -> Stored | None:
        return next((stored for stored in self._stored.values() if stored.path == path), None)


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
