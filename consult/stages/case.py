"""What a response is judged against: catalogue, subject and models, made ready once."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from consult.domain.names import NameFinder
from consult.domain.proposals import Catalogue
from consult.domain.taxonomy import Taxonomy
from consult.inference.manifest import Models
from consult.inference.similarity import ProposalIndex
from consult.inference.taxonomy import shipped
from consult.inference.themes import ThemeJudge
from consult.language.name_words import NameWords
from consult.language.references import ReferenceFinder
from consult.language.titles import TitleFinder

#: Raised whenever the same input may give other findings; part of `Case.version`.
PIPELINE_VERSION = "4"


@dataclass(frozen=True)
class Case:
    """A consultation as the stages see it. `subject` is "" where nobody has said it.

    Without a finder of `names` a sender may stay without one.
    """

    catalogue: Catalogue
    subject: str
    models: Models
    names: NameFinder | None = None
    taxonomy: Taxonomy = field(default_factory=shipped)

    @cached_property
    def references(self) -> ReferenceFinder:
        """Finds numbers and codes of this catalogue."""
        return ReferenceFinder(self.catalogue)

    @cached_property
    def titles(self) -> TitleFinder:
        """Finds titles of this catalogue, and clear parts of them."""
        return TitleFinder(self.catalogue)

    @cached_property
    def words(self) -> NameWords:
        """Tells how far words name the proposals of this catalogue."""
        return NameWords(self.catalogue, self.models.similarity.commonness)

    @cached_property
    def similarity(self) -> ProposalIndex:
        """Tells how likely passages speak of the proposals of this catalogue."""
        return self.models.index(self.catalogue)

    @cached_property
    def themes(self) -> ThemeJudge:
        """Sorts passages into the themes of this taxonomy."""
        return ThemeJudge(self.models, self.taxonomy)

    def prepare(self) -> "Case":
        """Make everything that is made on first use, before threads would make it at once."""
        self.references.find("Punkt 1 og forslag 2", in_heading=True)
        self.titles.find("Om forslaget.")
        self.words.read("Om forslaget.")
        _ = self.similarity, self.themes
        return self

    @cached_property
    def version(self) -> str:
        """Changes when a document would have to be analysed anew.

        Names and order of themes are not in it, nor those that ship: no finding depends on them.
        """
        seen = repr((PIPELINE_VERSION, self.models.revision, self.subject, self.catalogue))
        seen += self.taxonomy.judged_by
        return sha256(seen.encode()).hexdigest()[:16]
