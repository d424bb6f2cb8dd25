"""What a Word document sets apart from its text: notes, comments, the words of drawings."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from consult.domain.documents import BlockKind, Removal, RemovalKind
from consult.readers.building import Part
from consult.readers.docx_body import Walker
from consult.readers.docx_parts import Parts
from consult.readers.docx_runs import Mention
from consult.readers.docx_tables import Item
from consult.readers.docx_xml import W, words_in

_NOT_A_NOTE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_NOTES = ("footnotes", "endnotes", "comments")
# So many names make a sentence; more are a number.
_NAMED = 8


@dataclass(slots=True)
class Asides:
    """Gives what is set apart its place: right after the part that refers to it."""

    parts: Parts
    walker: Walker
    _notes: dict[Mention, _Element] = field(default_factory=dict)
    _writers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for part in _NOTES:
            root = self.parts.xml(part)
            for note in root.iterfind("{*}*") if root is not None else ():
                if note.get(f"{W}type") not in _NOT_A_NOTE:
                    self._notes[Mention(part, note.get(f"{W}id") or "")] = note

    def placed(self, items: Iterable[Item]) -> Iterator[Part]:
        """The parts of `items`, each followed by what it refers to, each of that once."""
        for item in items:
            yield item.part
            yield from self._following(item)

    def unplaced(self) -> Iterator[Part]:
        """Comments without a place, and notes whose marks are gone: those are not shown."""
        for mention in tuple(self._notes):
            if mention.part == "comments":
                yield from self._following(Item(Part(""), (mention,)))
        for mention, note in self._notes.items():
            gone = mention in self.walker.deleted
            kind = RemovalKind.DELETED_TEXT if gone else RemovalKind.HIDDEN_TEXT
            text = words_in(note)
            if text.strip():
                yield Part("", removals=(Removal(kind, text, 0),))

    def warnings(self) -> Iterator[str]:
        """How many comments were read, and whose."""
        if not self._writers:
            return
        number = len(self._writers)
        verb = "kommentar er læst med" if number == 1 else "kommentarer er læst med"
        names = list(Counter(name for name in self._writers if name))
        shown = names[:_NAMED] if len(names) <= _NAMED + 1 else [*names[:_NAMED], "andre"]
        by = " og ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
        yield f"{number} {verb}{f', skrevet af {by}' if by else ''}."

    def _following(self, item: Item) -> Iterator[Part]:
        waiting = deque(item.mentions)
        while waiting:
            mention = waiting.popleft()
            if mention.part == "diagrams":
                yield from self._diagram(mention, item.part.page)
                continue
            note = self._notes.pop(mention, None)
            if note is not None:
                part, inner = self._note(note, item.part.page)
                waiting.extend(inner)
                if mention.part == "comments" and part.text.strip():
                    self._writers.append((note.get(f"{W}author") or "").strip())
                yield part

    def _note(self, note: _Element, page: int | None) -> tuple[Part, list[Mention]]:
        """A note or comment as one paragraph, and what it refers to itself."""
        items = self.walker.walk(note)
        text = "\n".join(i.part.text.strip() for i in items if i.part.text.strip())
        removals = tuple(removal for item in items for removal in item.part.removals)
        part = Part(text, BlockKind.PARAGRAPH, page=page, removals=removals)
        return part, [mention for item in items for mention in item.mentions]

    def _diagram(self, mention: Mention, page: int | None) -> Iterator[Part]:
        """The words of a drawn diagram, a paragraph for each shape."""
        member = self.parts.target(mention.key)
        root = self.parts.package.xml(member) if member else None
        for item in self.walker.walk(root) if root is not None else ():
            yield Part(item.part.text, BlockKind.PARAGRAPH, page=page, removals=item.part.removals)
