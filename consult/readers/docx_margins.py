"""Page headers and footers of a Word document: the letterhead stays, what repeats does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from consult.domain.documents import BlockKind, Removal, RemovalKind
from consult.readers.building import Part
from consult.readers.docx_body import Walker
from consult.readers.docx_parts import Parts
from consult.readers.docx_xml import R, W, is_on

_KINDS = {"header": RemovalKind.RUNNING_HEADER, "footer": RemovalKind.RUNNING_FOOTER}
# Fewer letters than this are a page number ("Side 1").
_FEWEST_LETTERS = 5


@dataclass(slots=True)
class Margins:
    """The headers and footers of a document."""

    parts: Parts
    walker: Walker
    body: _Element

    def read(self, side: str) -> Iterator[Part]:
        """The parts of all headers or footers (`side`), each wording once, as boilerplate.

        Those of the first page are text, as are all where the file does not say which is which;
        the others, and page numbers, are listed as taken out.
        """
        members = self.parts.package.matching(f"word/{side}")
        first = self._on_first_page(side)
        seen: set[str] = set()
        for member in sorted(members, key=lambda m: m not in first):
            root = self.parts.package.xml(member)
            for item in self.walker.walk(root) if root is not None else ():
                part, text = item.part, item.part.text.strip()
                if text in seen:
                    continue
                seen.add(text)
                kept = not first or member in first
                if kept and sum(c.isalpha() for c in text) >= _FEWEST_LETTERS:
                    yield Part(part.text, BlockKind.BOILERPLATE, removals=part.removals)
                elif text:
                    yield Part("", removals=(Removal(_KINDS[side], text, 0), *part.removals))

    def _on_first_page(self, side: str) -> set[str]:
        """The members that stand on the first page; empty where no section names any."""
        section = next(self.body.iter(f"{W}sectPr"), None)
        if section is None:
            return set()
        wanted = "first" if is_on(section, "titlePg") else "default"
        named = self.body.iter(f"{W}{side}Reference")
        if not wanted or next(named, None) is None:
            return set()
        found = {
            self.parts.target(reference.get(f"{R}id") or "")
            for reference in section.iterfind(f"{W}{side}Reference")
            if reference.get(f"{W}type", "default") == wanted
        }
        return {member for member in found if member} or {""}
