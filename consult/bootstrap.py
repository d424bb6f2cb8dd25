"""The only place that wires: settings in, ready parts out, each made on first use.

What is heavy to import and not always needed (the database) is imported where it is made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from consult.domain.names import NameFinder
from consult.domain.proposals import Catalogue
from consult.domain.taxonomy import Taxonomy
from consult.domain.throttle import Slowdown
from consult.inference.manifest import Models, load_models
from consult.inference.names import NameModel
from consult.inference.taxonomy import shipped
from consult.language.nlp import blank_danish
from consult.readers.discover import sources
from consult.readers.isolation import read_catalogue_isolated
from consult.readers.limits import Limits
from consult.run.local import read_all
from consult.run.reading import Reading, read_source
from consult.settings import Settings
from consult.stages.case import Case

if TYPE_CHECKING:
    from consult.domain.access import Actor
    from consult.readers.isolation import IsolatedReader
    from consult.services.desk import Desk
    from consult.services.signing import Door
    from consult.services.workshop import Workshop
    from consult.store.database import Store
    from consult.store.kept import KeptFiles
    from consult.store.shelf import Shelf


class App:
    """The parts of one installation, made from its settings when first asked for."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    @cached_property
    def models(self) -> Models:
        """The encoder and the heads.

        Raises:
            ModelError: a file is missing or is not the one the manifest names, or a head was
                trained on another encoder.
        """
        return load_models(self.settings.models, self.settings.encoder_folder)

    @cached_property
    def names(self) -> NameFinder:
        """The finder of persons, organisations and places; loaded when first asked."""
        return NameModel(self.settings.models / "ner", blank_danish)

    @cached_property
    def store(self) -> Store:
        """The database, brought up to the newest version of its tables."""
        from consult.store.database import Store

        store = Store.open(self.settings.database_url)
        store.upgrade()
        return store

    @cached_property
    def shelf(self) -> Shelf:
        """The versions that were released to readers."""
        from consult.store.shelf import Shelf

        return Shelf(self.settings.files_folder / "releases")

    def desk(self, actor: Actor, as_reader: bool = False) -> Desk:
        """The stored rounds as this actor may see and change them, or as readers see them."""
        from consult.services.desk import Desk

        return Desk(self.store, actor, self.shelf, as_reader)

    @cached_property
    def local(self) -> Desk:
        """The desk of the command line: who has the files may do everything (decision 0061)."""
        from consult.domain.access import local

        return self.desk(local())

    @cached_property
    def door(self) -> Door:
        """Where users sign in."""
        from consult.services.hashing import Hasher
        from consult.services.sessions import Lifetime
        from consult.services.signing import Door

        s = self.settings
        return Door(
            self.store,
            Hasher(s.password_rounds, s.password_memory, s.password_lanes),
            self.slowdown,
            Lifetime(s.session_idle, s.session_longest),
            tuple(s.oidc_roles),
            open_house=s.is_local,
        )

    @cached_property
    def slowdown(self) -> Slowdown:
        """How guessing is slowed down."""
        s = self.settings
        return Slowdown(
            free=s.signin_free,
            first=s.signin_first,
            longest=s.signin_longest,
            longest_address=s.signin_longest_address,
            hot=s.signin_hot,
            forget=s.signin_forget,
        )

    @cached_property
    def limits(self) -> Limits:
        """What reading one file may cost."""
        s = self.settings
        return Limits(
            memory_bytes=s.reader_memory,
            cpu_seconds=s.reader_cpu_seconds,
            wall_seconds=s.reader_wall_seconds,
            file_bytes=s.reader_file_bytes,
            text_characters=s.reader_text_characters,
            pages=s.reader_pages,
            rows=s.reader_rows,
            scan_pages=s.reader_scan_pages,
            scan_seconds=s.reader_scan_seconds,
            archive_files=s.archive_files,
            archive_bytes=s.archive_bytes,
            archive_ratio=s.archive_ratio,
            archive_depth=s.archive_depth,
        )

    @cached_property
    def workers(self) -> int:
        """Threads that read and analyse."""
        return self.settings.workers or os.cpu_count() or 1

    @cached_property
    def kept(self) -> KeptFiles:
        """The files that were handed in."""
        from consult.store.kept import KeptFiles

        return KeptFiles(self.settings.files_folder, self.limits.file_bytes)

    def workshop(self, reader: IsolatedReader) -> Workshop:
        """What a worker works with; `reader` is closed by whoever opened it."""
        from consult.services.judging import Judges
        from consult.services.workshop import Rules, Workshop

        judges = Judges(self.store, self.case)
        rules = Rules.of(self.limits, self.settings.work_lease, self.settings.work_attempts)
        read = partial(read_source, reader)
        return Workshop(self.store, self.kept, self.limits, read, judges.of, rules)

    def case(self, catalogue: Catalogue, subject: str, taxonomy: Taxonomy | None = None) -> Case:
        """What responses to this catalogue are judged against; the themes that ship, or others."""
        return Case(catalogue, subject, self.models, self.names, taxonomy or shipped())

    def read(self, paths: Sequence[Path]) -> Iterator[Reading]:
        """Every file at or below `paths`, each ending as read, skipped or failed."""
        return read_all(sources(paths), self.limits, self.workers)

    def read_catalogue(self, path: Path, name: str | None = None) -> Catalogue:
        """The proposals of a file; messages call it `name`.

        Raises:
            ReadError: the file cannot be read or holds no proposals.
        """
        return read_catalogue_isolated(path, name or path.name, self.limits)
