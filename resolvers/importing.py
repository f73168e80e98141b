"""Imports of uploaded files."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated, TypeVar

import strawberry

from domain.errors import DomainError, InvalidError, NotFoundError
from domain.text import Text
from graph.importing.jobs import Asked, start
from graph.importing.times import read_zone
from resolvers.writing import client_id_of, refuse
from schema.arguments import Given
from schema.context import Info
from schema.import_file import IMPORT_TABLES, ImportTable, read_files
from schema.importing import (
    CheckImportInput,
    CheckImportPayload,
    Import,
    ImportFilesInput,
    ImportFilesPayload,
)

if TYPE_CHECKING:
    from datetime import tzinfo

    from graph.importing.uploads import Upload, Uploads

ImportId = Annotated[strawberry.ID, strawberry.argument(description="The id that the upload answered.")]
PayloadT = TypeVar("PayloadT", CheckImportPayload, ImportFilesPayload)


def resolve_import_tables() -> list[ImportTable]:
    return list(IMPORT_TABLES.values())


def resolve_import(info: Info, id: ImportId) -> Import | None:
    try:
        return Import.from_domain(_find(info, id)[1])
    except NotFoundError:
        return None


async def check_import(info: Info, input: Given[CheckImportInput]) -> CheckImportPayload:
    return _start(info, input, CheckImportPayload)


async def import_files(info: Info, input: Given[ImportFilesInput]) -> ImportFilesPayload:
    return _start(info, input, ImportFilesPayload)


def _start(info: Info, said: CheckImportInput, payload: type[PayloadT]) -> PayloadT:
    try:
        uploads, upload = _find(info, said.import_id)
        asked = Asked(
            read_files(said.files, upload),
            _zone(said.zone),
            write=isinstance(said, ImportFilesInput),
            skip_bad_rows=isinstance(said, ImportFilesInput) and said.skip_bad_rows is True,
            client_id=client_id_of(said),
        )
        start(uploads, upload, info.context.store, asked)
    except DomainError as error:
        return refuse(info, said, payload, error)
    return payload(import_=Import.from_domain(upload), client_mutation_id=asked.client_id)


def _find(info: Info, import_id: str) -> tuple[Uploads, Upload]:
    uploads = info.context.uploads
    if uploads is None:
        raise NotFoundError(Text("Files are imported by a server alone.", "只有服务器可以导入文件。"), field="importId")
    return uploads, uploads.find(info.context.viewer, import_id)


def _zone(name: str | None) -> tzinfo:
    if not isinstance(name, str):
        return UTC
    try:
        return read_zone(name)
    except LookupError as error:
        shown = name[:100]
        raise InvalidError(
            Text(f"There is no time zone “{shown}”; like Asia/Shanghai.", f"没有时区“{shown}”；如 Asia/Shanghai。"),
            field="zone",
        ) from error
