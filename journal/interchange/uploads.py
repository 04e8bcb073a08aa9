"""Hold an upload in memory, up to the size an import may have; stop reading past it."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from journal.interchange.vocabulary import MOST_BYTES

TOO_LARGE = "journal.upload_too_large"
DRAINED = 4 * MOST_BYTES


class BoundedUploadHandler(FileUploadHandler):
    """Keeps all files of one request in memory, together at most MOST_BYTES.

    Past that the upload is given up and the request's META says TOO_LARGE, so that the page can
    answer in words. What is a little too long is read to its end, or the browser would never see
    that answer; what is far too long is cut off.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0
        self.announced: int | None = None

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Note how long the request says it is."""
        self.announced = kwargs.get("content_length", args[2] if len(args) > 2 else None)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.content = BytesIO()
        if self.announced is not None and self.announced > DRAINED:
            self._give_up()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or give up."""
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            self._give_up()
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """Return the whole file."""
        self.content.seek(0)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def _give_up(self) -> None:
        self.content = BytesIO()
        if self.request is not None:
            self.request.META[TOO_LARGE] = "1"
        raise StopUpload(connection_reset=self.announced is not None and self.announced > DRAINED)
