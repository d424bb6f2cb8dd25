"""A zip without dates: the same members give the same bytes."""

import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The only date in the file: the first that a zip can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)
#: Rights of a member when it is unpacked: read and write for the owner, read for others.
RIGHTS = 0o644


class SteadyZip(ZipFile):
    """A zip whose members bear no date and no rights of the files they were made from."""

    def text(self, arcname: str, content: str | bytes) -> None:
        """A member of that name with that content."""
        self.writestr(member(arcname), content)

    def add(self, filename: Path, arcname: str) -> None:
        """A member of that name with the content of a file."""
        # Its size is not known to the entry beforehand; a large one needs the wider fields.
        with (
            filename.open("rb") as source,
            self.open(member(arcname), "w", force_zip64=True) as target,
        ):
            shutil.copyfileobj(source, target)


def member(name: str) -> ZipInfo:
    """The entry of a member, without date."""
    made = ZipInfo(name, EPOCH)
    made.compress_type = ZIP_DEFLATED
    made.external_attr = RIGHTS << 16
    return made
