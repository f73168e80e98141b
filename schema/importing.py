"""Files that were uploaded to be imported together, and what can be done with them."""

from __future__ import annotations

import asyncio
from typing import Annotated

import strawberry
from strawberry import UNSET

from graph.importing.describing import describe
from graph.importing.uploads import Upload
from schema.import_file import ImportFile, ImportFileInput, read_files
from schema.import_run import ImportRun
from schema.writing import Input, Payload

Files = Annotated[
    list[ImportFileInput] | None,
    strawberry.argument(description="Only these files, taken for what is said here; all, as they are, unless given."),
]


@strawberry.type(
    description="Files that were uploaded to be imported together. They are seen by who uploaded them alone, and kept "
    "for an hour after they were last asked for, by the server's process that took them."
)
class Import:
    id: strawberry.ID = strawberry.field(description="Its id, which the upload answered.")
    run: ImportRun | None = strawberry.field(description="The latest check or import; null: there was none.")
    upload: strawberry.Private[Upload]

    @strawberry.field(description="The files, and what they seem to be.")
    async def files(self, files: Files = None) -> list[ImportFile]:
        uploaded = self.upload.files
        known = [(uploaded[name], said) for name, said in read_files(files, self.upload).items() if name in uploaded]
        return [ImportFile.from_domain(await asyncio.to_thread(describe, *one)) for one in known]

    @classmethod
    def from_domain(cls, found: Upload) -> Import:
        run = ImportRun.from_domain(found.job, found.id) if found.job else None
        return cls(id=strawberry.ID(found.id), run=run, upload=found)


@strawberry.input(description="Which files to check.")
class CheckImportInput(Input):
    import_id: strawberry.ID = strawberry.field(description="The id that the upload answered.")
    files: list[ImportFileInput] | None = strawberry.field(
        default=UNSET, description="Only these files, taken for what is said here; all, as they are, unless given."
    )
    zone: str | None = strawberry.field(
        default=UNSET, description="The time zone of times that name none, like `Asia/Shanghai`; UTC unless given."
    )


@strawberry.input(description="Which files to import.")
class ImportFilesInput(CheckImportInput):
    skip_bad_rows: bool | None = strawberry.field(
        default=UNSET, description="Write the good rows although there are bad ones; else any error stands in the way."
    )


@strawberry.type(description="What `checkImport` began.")
class CheckImportPayload(Payload):
    import_: Import | None = strawberry.field(
        default=None, name="import", description="The files; ask `import` again until its run has ended."
    )


@strawberry.type(description="What `importFiles` began.")
class ImportFilesPayload(Payload):
    import_: Import | None = strawberry.field(
        default=None,
        name="import",
        description="The files; ask `import` again until its run has ended. The `changeId` is in its report.",
    )
