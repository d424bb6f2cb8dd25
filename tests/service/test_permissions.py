"""Role x service: who may do what to their own round and to another, for every service there is."""

import inspect
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa

from consult.domain.access import Actor, Role, guest, local, worker
from consult.domain.documents import Span
from consult.domain.errors import AccountError, DeniedError
from consult.domain.reviews import Judgement
from consult.domain.rounds import Details
from consult.domain.throttle import Slowdown
from consult.domain.work import WorkState
from consult.services import (
    accounts,
    alike,
    analysing,
    arrivals,
    auditing,
    browsing,
    catalogues,
    credentials,
    handed_in,
    intake,
    measuring,
    memberships,
    organisations,
    originals,
    privacy,
    queue,
    releasing,
    reviewing,
    rounds,
    searching,
    sessions,
    taxonomy,
    theme_preview,
    themes,
    uploads,
    visits,
)
from consult.services.desk import Desk
from consult.services.exporting import taking_out
from consult.services.privacy import Kind, Verdict
from consult.services.sessions import Lifetime
from consult.services.uploads import Upload
from consult.store import rounds as rounds_
from consult.store import work
from consult.store.database import Store
from consult.store.kept import KeptFiles
from consult.store.shelf import Shelf
from consult.store.tables import response
from consult.store.work_table import work as work_
from tests.service.doors import BETTER, GOOD, Clock, CountingHasher, add, come_in, door
from tests.store.builders import CATALOGUE, VERSION, analyse, reading

SERVICES = Path(accounts.__file__).parent
#: Services at the door: they make an actor out of a token, a password or claims.
DOORS = {"sign_in", "admit", "visitor", "session_id", "sign_out", "sign_in_with_claims"}
HASHER = CountingHasher()
ORDER = (None, Role.READER, Role.EDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class World:
    """A round of one's own and another, each with a response; `other_response` is of the other."""

    store: Store
    here: str
    there: str
    response: int
    other_response: int
    session: int
    kept: KeptFiles
    shelf: Shelf

    @property
    def themes(self) -> int:
        """The version of the taxonomy of this moment."""
        return taxonomy.current(Desk(self.store, local())).version

    def ids(self, slug: str) -> int:
        return self.response if slug == self.here else self.other_response

    def source(self, slug: str) -> int:
        """A source of the round whose bytes are kept; 0 where there is no such round."""
        if slug not in (self.here, self.there):
            return 0
        desk = Desk(self.store, local())
        bytes_ = self.kept.keep("a.txt", io.BytesIO(b"Hej"))
        read = replace(reading(f"kept-{slug}.txt", "Hej"), sha256=bytes_.sha256)
        intake.take_in(desk, slug, [read])
        found = browsing.list_sources(desk, slug).items
        return next(s.id for s in found if s.name == f"kept-{slug}.txt")

    def correction(self, slug: str) -> int:
        """A correction in the round that stands; 0 as above."""
        if slug not in (self.here, self.there):
            return 0
        return _correct(Desk(self.store, local()), self, slug)

    def failed(self, slug: str) -> int:
        """A row of work of the round that has failed, its bytes kept; 0 as above."""
        if slug not in (self.here, self.there):
            return 0
        (row,) = uploads.add(Desk(self.store, local()), self.kept, slug, [_file("d.txt")])
        with self.store.write() as connection:
            key = rounds_.find(connection, slug).id
            waiting = work.one(connection, key, row)
            work.move(connection, waiting, WorkState.READING)
            reading_ = work.one(connection, key, row)
            work.move(connection, reading_, WorkState.FAILED, reason="Den kan ikke læses.")
        return row

    def asked(self, slug: str) -> int:
        """A row of work of the round that a person must confirm; 0 as above."""
        row, key = self.failed(slug), self.source(slug)
        if row:
            with self.store.write() as connection:
                connection.execute(sa.update(work_).where(work_.c.id == row).values(source_id=key))
                change = sa.update(response).where(response.c.source_id == key)
                connection.execute(change.values(confirm="Se efter."))
        return row

    def sighting(self, slug: str) -> int:
        """A CPR number that was found in the round; 0 as above."""
        if slug not in (self.here, self.there):
            return 0
        return privacy.sightings(self.chef, slug).items[0].id

    def decision(self, slug: str) -> int:
        """A decision that holds in the round; 0 as above."""
        if slug not in (self.here, self.there):
            return 0
        privacy.redact(self.chef, slug, "skolen")
        return privacy.decisions(self.chef, slug).items[0].id

    def version(self, slug: str) -> int:
        """A version of the round that readers see; 0 as above. The first one always stays."""
        if slug not in (self.here, self.there):
            return 0
        privacy.redact(self.chef, slug, "010203-1234")
        done = releasing.release(self.chef, slug)
        assert isinstance(done, releasing.Release), done
        return done.number

    @property
    def chef(self) -> Desk:
        return Desk(self.store, local(), self.shelf)


Call = Callable[[Desk, World, str], object]
#: Services of a round: the least role in it, and a call that must go well for one who has it.
OF_A_ROUND: dict[str, tuple[Role, Call]] = {
    "rounds.get": (Role.READER, lambda d, _, s: rounds.get(d, s)),
    "rounds.catalogue": (Role.READER, lambda d, _, s: rounds.catalogue(d, s)),
    "overview.overview": (Role.READER, lambda d, _, s: browsing.overview(d, s)),
    "proposals.proposal_page": (Role.READER, lambda d, _, s: browsing.proposal_page(d, s, "79")),
    "proposals.proposal_passages": (
        Role.READER,
        lambda d, _, s: browsing.proposal_passages(d, s, "79"),
    ),
    "reader.response_page": (
        Role.READER,
        lambda d, w, s: browsing.response_page(d, s, w.ids(s)),
    ),
    "reader.list_responses": (Role.READER, lambda d, _, s: browsing.list_responses(d, s)),
    "reader.list_sources": (Role.READER, lambda d, _, s: browsing.list_sources(d, s)),
    "browsing.analyses": (Role.READER, lambda d, _, s: list(browsing.analyses(d, s))),
    "browsing.summaries": (Role.READER, lambda d, _, s: browsing.summaries(d, s)),
    "arrivals.arrivals": (Role.READER, lambda d, _, s: arrivals.arrivals(d, s)),
    "themes.theme_map": (Role.READER, lambda d, _, s: themes.theme_map(d, s)),
    "themes.theme_page": (Role.READER, lambda d, _, s: themes.theme_page(d, s, "skole")),
    "organisations.organisations": (
        Role.READER,
        lambda d, _, s: organisations.organisations(d, s),
    ),
    "organisations.organisation": (
        Role.READER,
        lambda d, _, s: organisations.organisation(d, s, "union:foa"),
    ),
    "originals.page_image": (
        Role.EDITOR,
        lambda d, w, s: originals.page_image(d, w.kept, _draw, s, w.ids(s), 1),
    ),
    "exporting.taking_out": (Role.READER, lambda d, _, s: _taken_out(d, s)),
    "searching.search": (Role.READER, lambda d, _, s: searching.search(d, s, "skolen")),
    "intake.take_in": (Role.EDITOR, lambda d, _, s: intake.take_in(d, s, [reading("b", "Hej")])),
    "analysing.pending": (Role.EDITOR, lambda d, _, s: list(analysing.pending(d, s, "v9"))),
    "analysing.pending_count": (Role.EDITOR, lambda d, _, s: analysing.pending_count(d, s, "v9")),
    "analysing.save": (
        Role.EDITOR,
        lambda d, w, s: analysing.save(d, w.ids(s), _analysis(w, s), VERSION),
    ),
    "analysing.analyse_round": (
        Role.EDITOR,
        lambda d, _, s: analysing.analyse_round(d, s, analyse, VERSION),
    ),
    "analysing.refresh": (Role.EDITOR, lambda d, _, s: analysing.refresh(d, s)),
    "reviewing.correct": (Role.EDITOR, lambda d, w, s: _correct(d, w, s)),
    "reviewing.undo": (Role.EDITOR, lambda d, w, s: reviewing.undo(d, s, w.correction(s))),
    "reviewing.history": (Role.EDITOR, lambda d, w, s: reviewing.history(d, s, w.ids(s))),
    "reviewing.unfitting": (Role.EDITOR, lambda d, _, s: reviewing.unfitting(d, s)),
    "alike.preview": (Role.EDITOR, lambda d, w, s: alike.preview(d, s, w.correction(s))),
    "alike.apply_to": (Role.EDITOR, lambda d, w, s: alike.apply_to(d, s, w.correction(s), [])),
    "alike.undo_batch": (Role.EDITOR, lambda d, _, s: alike.undo_batch(d, s, "1-1")),
    "queue.queue": (Role.EDITOR, lambda d, _, s: queue.queue(d, s)),
    "queue.first": (Role.EDITOR, lambda d, _, s: queue.first(d, s)),
    "uploads.add": (Role.EDITOR, lambda d, w, s: uploads.add(d, w.kept, s, [_file("c.txt")])),
    "uploads.progress": (Role.EDITOR, lambda d, _, s: uploads.progress(d, s)),
    "uploads.files": (Role.EDITOR, lambda d, _, s: uploads.files(d, s)),
    "rounds.edit": (Role.EDITOR, lambda d, _, s: rounds.edit(d, s, "Nyt", "", Details())),
    "rounds.invitations": (Role.READER, lambda d, _, s: rounds.invitations(d, s)),
    "catalogues.preview": (Role.EDITOR, lambda d, _, s: catalogues.preview(d, s, CATALOGUE)),
    "catalogues.replace": (
        Role.EDITOR,
        lambda d, _, s: catalogues.replace(d, s, CATALOGUE, CATALOGUE),
    ),
    "handed_in.listed": (Role.EDITOR, lambda d, _, s: handed_in.listed(d, s)),
    "handed_in.to_see_to": (Role.EDITOR, lambda d, _, s: handed_in.to_see_to(d, s)),
    "handed_in.at_stake": (Role.EDITOR, lambda d, w, s: handed_in.at_stake(d, s, w.failed(s))),
    "handed_in.confirm": (Role.EDITOR, lambda d, w, s: handed_in.confirm(d, s, w.asked(s))),
    "uploads.original": (Role.EDITOR, lambda d, w, s: uploads.original(d, w.kept, s, w.source(s))),
    "uploads.retry": (Role.EDITOR, lambda d, w, s: uploads.retry(d, w.kept, s, w.failed(s))),
    "uploads.withdraw": (Role.EDITOR, lambda d, w, s: uploads.withdraw(d, s, w.failed(s))),
    "uploads.run_again": (Role.EDITOR, lambda d, _, s: uploads.run_again(d, s, VERSION)),
    "privacy.search_private": (Role.EDITOR, lambda d, _, s: privacy.search_private(d, s)),
    "privacy.sightings": (Role.EDITOR, lambda d, _, s: privacy.sightings(d, s)),
    "privacy.decisions": (Role.EDITOR, lambda d, _, s: privacy.decisions(d, s)),
    "privacy.settle_sighting": (
        Role.EDITOR,
        lambda d, w, s: privacy.settle_sighting(d, s, w.sighting(s), Verdict.REMOVE),
    ),
    "privacy.remove_kind": (Role.EDITOR, lambda d, _, s: privacy.remove_kind(d, s, Kind.EMAIL)),
    "privacy.redact": (Role.EDITOR, lambda d, _, s: privacy.redact(d, s, "imod")),
    "privacy.undo": (Role.EDITOR, lambda d, w, s: privacy.undo(d, s, w.decision(s))),
    "releasing.readiness": (Role.EDITOR, lambda d, _, s: releasing.readiness(d, s)),
    "releasing.history": (Role.EDITOR, lambda d, _, s: releasing.history(d, s)),
    "releasing.seen": (Role.READER, lambda d, _, s: releasing.seen(d, s)),
    "releasing.release": (Role.EDITOR, lambda d, _, s: releasing.release(d, s)),
    "releasing.withdraw_release": (
        Role.EDITOR,
        lambda d, w, s: releasing.withdraw_release(d, s, w.version(s)),
    ),
    "visits.look": (Role.READER, lambda d, _, s: visits.look(d, s)),
    "memberships.members": (Role.ADMINISTRATOR, lambda d, _, s: memberships.members(d, s)),
    "memberships.grant": (
        Role.ADMINISTRATOR,
        lambda d, _, s: memberships.grant(d, "anna", s, Role.READER),
    ),
}
#: Services of the whole installation: the least role in all rounds.
OF_ALL: dict[str, tuple[Role, Callable[[Desk, World], object]]] = {
    "rounds.create": (Role.EDITOR, lambda d, _: rounds.create(d, "Ny", "", CATALOGUE)),
    "accounts.create": (
        Role.ADMINISTRATOR,
        lambda d, _: accounts.create(d, HASHER, "ny", None, "", GOOD),
    ),
    "accounts.every": (Role.ADMINISTRATOR, lambda d, _: accounts.every(d)),
    "accounts.count": (Role.ADMINISTRATOR, lambda d, _: accounts.count(d)),
    "accounts.get": (Role.ADMINISTRATOR, lambda d, _: accounts.get(d, "anna")),
    "accounts.close": (Role.ADMINISTRATOR, lambda d, _: accounts.close(d, "anna")),
    "accounts.reopen": (Role.ADMINISTRATOR, lambda d, _: accounts.reopen(d, "anna")),
    "accounts.set_role": (
        Role.ADMINISTRATOR,
        lambda d, _: accounts.set_role(d, "anna", Role.ADMINISTRATOR),
    ),
    "credentials.reset_password": (
        Role.ADMINISTRATOR,
        lambda d, _: credentials.reset_password(d, HASHER, "anna"),
    ),
    "credentials.set_password": (
        Role.ADMINISTRATOR,
        lambda d, _: credentials.set_password(d, HASHER, "anna", BETTER),
    ),
    "sessions.living": (Role.ADMINISTRATOR, lambda d, _: sessions.living(d, Lifetime())),
    "sessions.end": (Role.ADMINISTRATOR, lambda d, w: sessions.end(d, w.session)),
    "sessions.end_all": (Role.ADMINISTRATOR, lambda d, _: sessions.end_all(d, "anna")),
    "measuring.answer": (Role.ADMINISTRATOR, lambda d, _: measuring.answer(d)),
    "measuring.measure": (Role.ADMINISTRATOR, lambda d, _: measuring.measure(d)),
    "auditing.entries": (Role.ADMINISTRATOR, lambda d, _: auditing.entries(d)),
    "taxonomy.history": (Role.ADMINISTRATOR, lambda d, _: taxonomy.history(d)),
    "taxonomy.counts": (Role.ADMINISTRATOR, lambda d, _: taxonomy.counts(d)),
    "taxonomy.rename": (
        Role.ADMINISTRATOR,
        lambda d, w: taxonomy.rename(d, w.themes, "skole", "Skole og SFO", ""),
    ),
    "taxonomy.move": (
        Role.ADMINISTRATOR,
        lambda d, w: taxonomy.move(d, w.themes, "skole", 1),
    ),
    "taxonomy.retire": (
        Role.ADMINISTRATOR,
        lambda d, w: taxonomy.retire(d, w.themes, "skole"),
    ),
    "taxonomy.bring_back": (
        Role.ADMINISTRATOR,
        lambda d, w: taxonomy.bring_back(d, w.themes, "skole"),
    ),
    "taxonomy.add": (
        Role.ADMINISTRATOR,
        lambda d, w: taxonomy.add(d, w.themes, "Svømmehaller", "", EXAMPLES),
    ),
    "taxonomy.teach": (
        Role.ADMINISTRATOR,
        lambda d, w: taxonomy.teach(d, w.themes, "egen_svoemmehaller", EXAMPLES[::-1]),
    ),
    "taxonomy.restore": (
        Role.ADMINISTRATOR,
        lambda d, w: taxonomy.restore(d, w.themes, 0),
    ),
    "theme_preview.preview": (
        Role.ADMINISTRATOR,
        lambda d, _: theme_preview.preview(d, _nothing, "Havne", "", EXAMPLES),
    ),
}
#: Services that everyone has of their own; they are tested below and in other files.
OWN = {
    "rounds.every", "fronts.fronts", "credentials.change_own_password", "accounts.own",
    "sessions.own", "sessions.end_others", "taxonomy.current",
}  # fmt: skip
EXAMPLES = tuple(f"Hallen{n} lukker{n}, og børnene{n} græder{n}" for n in "12345")


def _draw(path: Path, name: str, page: int) -> bytes:
    return f"{path} {name} {page}".encode()


def _correct(desk: Desk, world: World, slug: str) -> int:
    words = Judgement(themes=("skole",))
    return reviewing.correct(desk, slug, world.ids(slug), words, Span(9, 30))


def _taken_out(desk: Desk, slug: str) -> None:
    with taking_out(desk, slug, "json") as found:
        assert len(list(found.responses())) > 0


def _file(name: str) -> Upload:
    return Upload(name, io.BytesIO(b"Vi er imod."))


def _nothing(*_: object) -> list[float]:
    """What judges a new theme where no passage is like it."""
    return []


def _analysis(world: World, slug: str) -> object:
    page = browsing.response_page(Desk(world.store, local()), slug, world.ids(slug))
    return analyse(page.document)


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    at, desk = door(store, Clock()), Desk(store, local())
    add(store, "chef", Role.ADMINISTRATOR)
    add(store, "anna")
    slugs = [rounds.create(desk, name, "", CATALOGUE).slug for name in ("Her", "Der")]
    responses = []
    for slug in slugs:
        intake.take_in(
            desk, slug, [reading(f"{slug}.txt", "Fra: FOA\nPunkt 79: vi er imod skolen")]
        )
        analysing.analyse_round(desk, slug, analyse, VERSION)
        responses.append(browsing.list_responses(desk, slug).items[0].id)
    come_in(at, "anna")
    kept, shelf = KeptFiles(tmp_path, 10_000), Shelf(tmp_path / "releases")
    made = World(store, slugs[0], slugs[1], responses[0], responses[1], 1, kept, shelf)
    for slug in slugs:
        releasing.release(made.chef, slug)
        intake.take_in(desk, slug, [reading("cpr.txt", "Fra: Bo\nNr. 010203-1234")])
        privacy.search_private(made.chef, slug)
        made.source(slug)
    return made


def desk_for(world: World, role: Role | None, everywhere: bool) -> Desk:
    """One with that role in `here`, or in all rounds, and with an account that others lack."""
    key = rounds.get(Desk(world.store, local()), world.here).id
    if everywhere:
        return Desk(world.store, Actor("x", 999, role), world.shelf)
    return Desk(world.store, Actor("x", 999, None, {key: role} if role else {}), world.shelf)


def is_denied(call: Callable[[], object]) -> str:
    """The reason; fails where the call goes on, or ends in anything else."""
    with pytest.raises(DeniedError) as error:
        call()
    assert len(str(error.value)) > 15
    assert str(error.value).endswith(".")
    return str(error.value)


def test_every_service_is_in_this_file() -> None:
    """A new service that shows or changes what is stored must be given a least role here."""
    found, with_store = set(), set()
    for path in SERVICES.glob("*.py"):
        module = import_module(f"consult.services.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            kinds = {p.annotation for p in inspect.signature(function).parameters.values()}
            found |= {f"{path.stem}.{name}"} if Desk in kinds else set()
            with_store |= {name} if "Store" in str(kinds) or "Door" in str(kinds) else set()
    # Parts of services, in a transaction that has been checked, or of one's own session.
    helpers = {
        "credentials.account_of", "sessions.own_id", "reviewing.write", "reviewing.take_back",
        "measuring.waited",
    }  # fmt: skip
    assert found - helpers == set(OF_A_ROUND) | set(OF_ALL) | OWN
    # What a worker and a checked service both end in, with a round's id in hand.
    below = {"add_up"}
    assert with_store == DOORS | below, "only at the door is there a store without an actor"


def test_only_the_desk_and_the_rules_of_claims_find_rounds_by_name() -> None:
    finders = {
        path.stem for path in SERVICES.glob("*.py") if "rounds.find(" in path.read_text("utf-8")
    }
    assert finders == {"desk", "providers", "judging"}, "judging is the worker's"


def test_only_the_desk_hands_out_rounds_to_be_seen() -> None:
    """Who asks for the right to see without it would show readers what is not released."""
    asking = {p.stem for p in SERVICES.glob("*.py") if "Action.VIEW" in p.read_text("utf-8")}
    assert asking == {"desk", "rounds", "releasing", "visits"}, "the last three show no answers"


@pytest.mark.parametrize("everywhere", [False, True], ids=["in-one", "in-all"])
@pytest.mark.parametrize("role", ORDER, ids=str)
def test_role_by_service(world: World, role: Role | None, everywhere: bool) -> None:
    desk = desk_for(world, role, everywhere)
    for name, (least, call) in OF_A_ROUND.items():
        if ORDER.index(role) >= ORDER.index(least):
            call(desk, world, world.here)
            if everywhere:
                call(desk, world, world.there)
        else:
            reason = is_denied(lambda call=call: call(desk, world, world.here))
            assert role is None or "kræver rollen som" in reason, name
    for least, act in OF_ALL.values():
        if everywhere and ORDER.index(role) >= ORDER.index(least):
            act(desk, world)
        else:
            is_denied(lambda act=act: act(desk, world))


@pytest.mark.parametrize("role", ORDER, ids=str)
def test_another_round_is_as_if_it_were_not_there(world: World, role: Role | None) -> None:
    desk = desk_for(world, role, everywhere=False)
    for name, (_, call) in OF_A_ROUND.items():
        hidden = is_denied(lambda call=call: call(desk, world, world.there))
        if name != "analysing.save":
            missing = is_denied(lambda call=call: call(desk, world, "aldrig-oprettet"))
            assert hidden.replace(world.there, "") == missing.replace("aldrig-oprettet", "")


def test_another_rounds_response_is_not_shown_through_ones_own(world: World) -> None:
    desk = desk_for(world, Role.ADMINISTRATOR, everywhere=False)
    for wanted in (world.other_response, 10**9, -1):
        with pytest.raises(Exception, match="findes ikke i denne runde"):
            browsing.response_page(desk, world.here, wanted)
    document = browsing.response_page(Desk(world.store, local()), world.there, world.other_response)
    denied = is_denied(
        lambda: analysing.save(desk, world.other_response, analyse(document.document), VERSION)
    )
    unknown = is_denied(lambda: analysing.save(desk, 10**9, analyse(document.document), VERSION))
    assert denied.replace(str(world.other_response), "") == unknown.replace(str(10**9), "")


def test_a_source_of_another_round_lists_nothing(world: World) -> None:
    desk = desk_for(world, Role.ADMINISTRATOR, everywhere=False)
    other, *_ = browsing.list_sources(Desk(world.store, local()), world.there).items
    filters = browsing.ResponseFilter(source_id=other.id)
    assert browsing.list_responses(desk, world.here, filters).items == ()


@pytest.mark.parametrize(
    "actor",
    [
        guest(),
        Actor("a", 2, Role.ADMINISTRATOR, stop="Skift din engangsadgangskode først, tak."),
    ],
    ids=["guest", "must change"],
)
def test_who_is_stopped_reaches_nothing(world: World, actor: Actor) -> None:
    desk = Desk(world.store, actor)
    for _, call in OF_A_ROUND.values():
        assert is_denied(lambda call=call: call(desk, world, world.here)) == actor.stop
    for _, act in OF_ALL.values():
        assert is_denied(lambda act=act: act(desk, world)) == actor.stop
    assert is_denied(lambda: rounds.every(desk)) == actor.stop
    assert is_denied(lambda: taxonomy.current(desk)) == actor.stop


def test_a_denied_call_changes_nothing(world: World) -> None:
    chef = Desk(world.store, local())
    world.asked(world.here)  # what the calls below need is there before they are denied
    before = (browsing.list_sources(chef, world.here), accounts.every(chef), rounds.every(chef))
    desk = desk_for(world, Role.READER, everywhere=True)
    for least, call in OF_A_ROUND.values():
        if least is not Role.READER:
            is_denied(lambda call=call: call(desk, world, world.here))
    for _, act in OF_ALL.values():
        is_denied(lambda act=act: act(desk, world))
    after = (browsing.list_sources(chef, world.here), accounts.every(chef), rounds.every(chef))
    assert after == before


def test_the_list_of_rounds_holds_what_one_may_see(world: World) -> None:
    assert [r.slug for r in rounds.every(desk_for(world, Role.READER, False))] == [world.here]
    assert rounds.every(desk_for(world, None, False)) == ()
    assert len(rounds.every(desk_for(world, Role.READER, True))) == 2


def test_the_worker_fills_and_analyses_and_sees_to_no_users(world: World) -> None:
    desk = Desk(world.store, worker())
    intake.take_in(desk, world.here, [reading("c.txt", "Hej")])
    analysing.analyse_round(desk, world.here, analyse, VERSION)
    is_denied(lambda: accounts.every(desk))
    is_denied(lambda: memberships.members(desk, world.here))


def test_ones_own_sessions_are_ones_own(world: World) -> None:
    anna = Desk(world.store, Actor("anna", 2))
    assert len(sessions.living(anna, Lifetime(), "anna")) == 1
    is_denied(lambda: sessions.living(anna, Lifetime(), "chef"))
    is_denied(lambda: sessions.living(anna, Lifetime(), "ukendt"))
    is_denied(lambda: sessions.end_all(anna, "chef"))
    is_denied(lambda: sessions.end(anna, 10**9))
    is_denied(lambda: sessions.end(Desk(world.store, Actor("b", 3)), world.session))
    assert sessions.end(anna, world.session)


def test_a_password_is_changed_by_its_owner_alone(world: World) -> None:
    for actor in (guest(), local(), Actor("x")):
        is_denied(
            lambda actor=actor: credentials.change_own_password(
                Desk(world.store, actor), HASHER, Slowdown(), GOOD, BETTER
            )
        )
    with pytest.raises(AccountError):
        credentials.change_own_password(
            Desk(world.store, Actor("anna", 2)), HASHER, Slowdown(), GOOD, "kort"
        )
