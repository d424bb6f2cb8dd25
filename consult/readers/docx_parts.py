"""The parts of a Word file and how they refer to each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.readers.docx_xml import R, W
from consult.readers.package import Package, Relation, relations

_MAIN = "word/document.xml"


@dataclass(slots=True)
class Parts:
    """The main part of a file, and those it refers to; nothing outside the file is ever opened."""

    package: Package
    main: str = _MAIN
    _relations: dict[str, Relation] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> "Parts":
        """The parts in `package`; online Word calls the main one `document2.xml`."""
        found = relations(package, "")
        main = next((r.member for r in found.values() if r.kind == "officeDocument"), _MAIN)
        main = main if main in package.members else _MAIN
        return cls(package, main, relations(package, main))

    def xml(self, kind: str) -> _Element | None:
        """The part of that kind ("styles", "footnotes"); None where there is none."""
        member = next((r.member for r in self._relations.values() if r.kind == kind), "")
        return self.package.xml(member if member in self.package.members else f"word/{kind}.xml")

    def target(self, key: str) -> str | None:
        """The name of the member that `key` stands for; None where it is not in the file."""
        relation = self._relations.get(key)
        return relation.member if relation and relation.member in self.package.members else None

    def warnings(self, body: _Element) -> Iterator[str]:
        """What the file brings that is not read."""
        if any(member.endswith("vbaProject.bin") for member in self.package.members):
            yield "Dokumentet har makroer; de er ikke kørt."
        names = [name.rsplit("/", 1)[-1] for name in self._embedded(body)]
        if names:
            noun = "indlejret fil" if len(names) == 1 else "indlejrede filer"
            more = f" og {len(names) - 5} til" if len(names) > 5 else ""
            shown = ", ".join(f"»{name}«" for name in names[:5])
            yield f"{len(names)} {noun} er ikke læst: {shown}{more}."
        charts = sum(m.startswith("word/charts/chart") for m in self.package.matching("word/"))
        if charts:
            noun = "diagram" if charts == 1 else "diagrammer"
            yield f"Teksten i {charts} {noun} er ikke læst."

    def _embedded(self, body: _Element) -> Iterator[str]:
        """Names of files inside the file; the sheets behind charts are not counted."""
        of_charts = {
            relation.member
            for chart in self.package.matching("word/charts/")
            for relation in relations(self.package, chart).values()
        }
        for member in sorted(self.package.members - of_charts):
            if member.startswith("word/embeddings/") and not member.endswith("/"):
                yield member
        for chunk in body.iter(f"{W}altChunk"):
            yield self.target(chunk.get(f"{R}id") or "") or "uden navn"
