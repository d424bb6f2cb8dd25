"""Take a round out: as a workbook, as loose tables, as JSON."""

import tempfile
from html import escape

import streamlit as st

from consult.reports.export import FORMS
from consult.services import releasing
from consult.services.exporting import taking_out
from consult.services.overview import overview
from consult.ui.choices import choice
from consult.ui.frame import chosen_round, desk, show, threshold, title
from consult.ui.taken_out import Made, Of, keep, waiting
from consult.ui.texts import moment, number, text

#: Bytes of a file that stay in memory while it is made.
IN_MEMORY = 8_000_000


def page() -> None:
    """What there is, in which form, and the file."""
    chosen = chosen_round()
    slug = chosen.slug
    title(text("export.title"))
    sums = overview(desk(), slug, threshold()).totals.responses
    counts = text("export.counts", responses=number(sums.current), passages=number(sums.passages))
    show(
        f"<h1>{text('export.title')}</h1><p>{text('export.intro', name=escape(chosen.name))}</p>"
        f'<p>{counts}</p><p class="small muted">{text("app.not_a_poll")}</p>',
        "prose",
    )
    kind = choice(
        st.container(width=460),
        "form",
        text("export.form"),
        {text(f"export.{name}"): name for name in FORMS},
    )
    logged = f'<p class="small muted">{text("export.logged")}</p>'
    show(f"<p>{text(f'export.about_{kind}')}</p>{logged}", "prose")
    version = releasing.seen(desk(), slug)
    of = Of(slug, kind, version.number if version else None, desk().as_reader, sums)
    if st.button(text("export.make"), type="primary"):
        with st.spinner(text("export.making")):
            at = desk().now()
            keep(Made(of, at, made(slug, kind)))
    offer(of)
    minded = (1, 2, 3, 4) if desk().sees_working(chosen.id) else (1, 2, 3)
    show(
        f"<h2>{text('export.mind')}</h2><ul>"
        + "".join(f"<li>{text(f'export.mind_{n}')}</li>" for n in minded)
        + "</ul>",
        "prose",
    )


def made(slug: str, kind: str) -> bytes:
    """The file."""
    with (
        taking_out(desk(), slug, kind, threshold()) as found,
        tempfile.SpooledTemporaryFile(IN_MEMORY) as file,
    ):
        FORMS[kind].write(found, file)
        file.seek(0)
        return file.read()


def offer(of: Of) -> None:
    """The file, where it is made."""
    found = waiting(of)
    if found is None:
        return
    name = f"{of.slug}{FORMS[of.kind].suffix}"
    size = number(max(len(found.content) / 1e6, 0.1), digits=1)
    ready = text("export.ready", name=name, size=size, when=moment(found.at))
    show(f'<p role="status">{ready}</p>')
    # "ignore": fetching the file must not run the page anew.
    st.download_button(
        text("export.fetch"),
        found.content,
        name,
        FORMS[of.kind].mime,
        on_click="ignore",
        type="primary",
    )


page()
