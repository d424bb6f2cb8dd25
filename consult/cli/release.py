"""`consult release` and `consult releases`: versions of a stored round for those who read it."""

import sys
from collections.abc import Iterable

import click

from consult.bootstrap import App
from consult.cli.account import moment
from consult.services import privacy, releasing
from consult.services.masking import bare
from consult.services.privacy import Sighting
from consult.services.releasing import Release, Stopped

#: Places that are told of words that stop a release; the page "Frigiv" shows them all.
TOLD = 5
#: What things that hold words are called in a sentence, by what decisions call them.
CALLED = {
    "round": "høringsrundens oplysninger",
    "proposal": "forslag {name}",
    "source": "filen {name}",
    "response": "svaret {name}",
}


@click.command()
@click.argument("slug")
@click.option("--note", default="", help="Hvad der er nyt, som det skal stå ved versionen.")
def release(slug: str, note: str) -> None:
    """Frigiv høringsrunden, som den er nu, til læserne; et CPR-nummer i den stopper det."""
    app = App()
    done = releasing.release(app.local, slug, note)
    if isinstance(done, Stopped):
        found = privacy.sightings(app.local, slug, limit=TOLD)
        click.echo(stopped(done.hits, found.items), err=True)
        sys.exit(1)
    click.echo(f"Version {done.number} er frigivet med {done.counts['responses']} svar.", err=True)


@click.command()
@click.argument("slug")
def releases(slug: str) -> None:
    """Vis en høringsrundes versioner, den nyeste først; én linje pr. version."""
    every = releasing.history(App().local, slug)
    shown = next((made.number for made in every if made.withdrawn_at is None), None)
    for made in every:
        click.echo("\t".join(_columns(made, is_shown=made.number == shown)))
    if shown is None:
        click.echo("Læserne ser ikke noget af runden endnu.", err=True)


def stopped(hits: int, found: Iterable[Sighting]) -> str:
    """Why nothing was released, as one sentence; the numbers themselves are not in it."""
    places = list(dict.fromkeys(_place(one) for one in found))
    numbers = "ét CPR-nummer" if hits == 1 else f"{hits} CPR-numre"
    where = f" ({', '.join(places)}{' m.fl.' if hits > TOLD else ''})" if places else ""
    return (
        f"Intet er frigivet, for {numbers} står i det, læserne ville få at se{where} – fjern eller "
        "behold dem med en begrundelse på siden »Frigiv«, og prøv igen."
    )


def _place(one: Sighting) -> str:
    kind, name = one.owner.split(":", 1)
    # A file may be called by the very number.
    return CALLED[kind].format(name=bare(name))


def _columns(made: Release, *, is_shown: bool) -> tuple[str, ...]:
    state = "vises" if is_shown else "afløst"
    if made.withdrawn_at is not None:
        state = f"trukket tilbage {moment(made.withdrawn_at)} af {made.withdrawn_by}"
    responses = f"{made.counts['responses']} svar"
    return str(made.number), moment(made.made_at), made.made_by, responses, state, made.note
