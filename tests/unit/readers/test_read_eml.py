"""Mails as Outlook, Gmail, Apple Mail and Thunderbird write them, whole and broken."""

from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.documents import BlockKind, Contents, Document, Enclosure
from consult.domain.errors import ReadError
from consult.readers import Limits, unpack
from consult.readers.eml import unpack as unpack_mail
from consult.readers.mail_text import unflowed
from consult.readers.source import SourceFile

HEAD = """From: "Lund, Hanne" <hl@ravnsholt.dk>
To: hoering@havrebjerg.dk
Subject: {subject}
Date: Tue, 3 Nov 2026 23:30:00 +0100
MIME-Version: 1.0
"""
PDF = b"%PDF-1.4 bilag"


def mail(body: str, subject: str = "Budget", kind: str = "text/plain; charset=utf-8") -> bytes:
    return (
        HEAD.format(subject=subject)
        + f"Content-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n{body}"
    ).encode()


def mixed(*parts: str, subject: str = "Budget", kind: str = "mixed") -> bytes:
    inner = "".join(f"--b1\n{part}\n" for part in parts)
    return mail(f"{inner}--b1--\n", subject, f'multipart/{kind}; boundary="b1"')


def attached(
    name: str = "svar.pdf", data: bytes = PDF, kind: str = "application/pdf", extra: str = ""
) -> str:
    shown = f'; filename="{name}"' if name else ""
    return (
        f"Content-Type: {kind}\nContent-Disposition: attachment{shown}\n{extra}"
        f"Content-Transfer-Encoding: base64\n\n{b64encode(data).decode()}\n"
    )


def text(body: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"


def opened(data: bytes, limits: Limits | None = None) -> tuple[Document, list[Enclosure]]:
    contents: Contents = unpack_mail(SourceFile("svar.eml", data, limits or Limits()))
    (document,) = contents.documents
    return document, list(contents.enclosures)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.slice(document.text)) for b in document.blocks]


def own(document: Document) -> str:
    hidden = (BlockKind.QUOTED, BlockKind.BOILERPLATE)
    return "\n".join(
        b.span.slice(document.text) for b in document.blocks[1:] if b.kind not in hidden
    )


def test_sender_date_subject_and_words() -> None:
    subject = "=?utf-8?B?SMO4cmluZyBvbSBmb3JzbGFnIDEy?="
    document, files = opened(mail("Vi er imod.\n\n- et\n- to\n", subject))
    assert document.metadata.mail_from == "Lund, Hanne <hl@ravnsholt.dk>"
    assert document.metadata.date == "2026-11-03"
    assert (document.metadata.respondent, document.metadata.subject) == (None, None)
    assert blocks(document) == [
        ("heading", "Høring om forslag 12"),
        ("paragraph", "Vi er imod."),
        ("list_item", "- et"),
        ("list_item", "- to"),
    ]
    assert not files


OUTLOOK_REPLY = """Hej Jens

Vi er imod forslag 12.

Venlig hilsen
Hanne

________________________________
Fra: Jens Bak <jens@havrebjerg.dk>
Sendt: 2. november 2026 08:15
Til: Hanne Lund <hl@ravnsholt.dk>;
 Bo Ris <br@ravnsholt.dk>
Emne: Høring om budget 2027

Kære alle

Byrådet foreslår at lukke hallen.
> ældre citat
Mvh Jens
"""
QUOTES = {
    "outlook": (OUTLOOK_REPLY, "lukke hallen", "Vi er imod forslag 12."),
    "gmail": (
        "Vi er imod.\n\nDen tirs. 3. nov. 2026 kl. 12.04 skrev Jens Bak\n"
        "<jens@havrebjerg.dk>:\n\n> Vi lukker hallen.\n> Mvh\n",
        "Vi lukker hallen",
        "Vi er imod.",
    ),
    "apple": (
        "Vi er imod.\n\n> Den 3. nov. 2026 kl. 12.04 skrev Jens Bak <j@h.dk>:\n>\n"
        "> Vi lukker hallen.\n",
        "Vi lukker hallen",
        "Vi er imod.",
    ),
    "english": (
        "Vi er imod.\n\nOn Tue, Nov 3, 2026 at 12:04 PM Jens Bak\n<j@h.dk> wrote:\n\n"
        "Vi lukker hallen.\n",
        "Vi lukker hallen",
        "Vi er imod.",
    ),
    "original": (
        "Vi er imod.\n\n-----Oprindelig meddelelse-----\nVi lukker hallen.\n",
        "Vi lukker hallen",
        "Vi er imod.",
    ),
    "german": (
        "Vi er imod.\n\nVon: Jens <j@h.dk>\nGesendet: Dienstag\nAn: Bo\nBetreff: Budget\n\n"
        "Vi lukker hallen.\n",
        "Vi lukker hallen",
        "Vi er imod.",
    ),
    "thunderbird": (
        "Den 03-11-2026 kl. 12:04 skrev Jens Bak:\n> Vi lukker hallen.\n\nDet er vi imod.\n\n"
        "> Og badet.\n\nOgså det.\n",
        "Og badet",
        "Det er vi imod.\nOgså det.",
    ),
    "swedish, bold": (
        "Vi er imod.\n\n*Från:* Jens <j@h.dk>\n*Skickat:* den 3 november\n*Till:* Bo\n"
        "*Ämne:* Budget\n\nVi lukker hallen.\n",
        "Vi lukker hallen",
        "Vi er imod.",
    ),
}


@pytest.mark.parametrize("name", QUOTES)
def test_mail_that_is_answered_is_quoted(name: str) -> None:
    body, older, words = QUOTES[name]
    document, _ = opened(mail(body, "SV: Høring"))
    assert words in own(document)
    assert older not in own(document)
    assert older in "".join(t for kind, t in blocks(document) if kind == "quoted")


HTML_QUOTES = {
    "gmail": '<div dir="ltr">Vi er imod.</div><br><div class="gmail_quote">'
    '<div class="gmail_attr">Den tirs. 3. nov. 2026 kl. 12.04 skrev Jens &lt;<a>j@h.dk</a>&gt;:'
    '<br></div><blockquote class="gmail_quote"><div>Vi lukker hallen.</div></blockquote></div>',
    "outlook": '<p class="MsoNormal">Vi er imod.</p><div style="border-top:solid"><p>'
    "<b>Fra:</b> Jens &lt;j@h.dk&gt;<br><b>Sendt:</b> 3. november 2026 12:04<br>"
    "<b>Til:</b> Bo<br><b>Emne:</b> Høring</p></div><p>Vi lukker hallen.</p><ul><li>nu</li></ul>",
    "outlook web": '<div>Vi er imod.</div><div id="appendonsend"></div><hr>'
    '<div id="divRplyFwdMsg"><b>From:</b> Jens &lt;j@h.dk&gt;<br><b>Sent:</b> Tuesday<br>'
    "<b>To:</b> Bo<br><b>Subject:</b> Høring<div>&nbsp;</div></div><div>Vi lukker hallen.</div>",
    "thunderbird": '<p>Vi er imod.</p><div class="moz-cite-prefix">Den 03.11.2026 kl. 12.04 '
    'skrev Jens:<br></div><blockquote type="cite"><p>Vi lukker hallen.</p></blockquote>',
    "yahoo": '<div>Vi er imod.</div><div class="yahoo_quoted"><div>Den tirsdag den 3. november '
    "2026 kl. 12.04 skrev Jens &lt;j@h.dk&gt;:</div><div>Vi lukker hallen.</div></div>",
}


@pytest.mark.parametrize("name", HTML_QUOTES)
def test_quotation_in_html(name: str) -> None:
    document, _ = opened(mail(HTML_QUOTES[name], "SV: Høring", "text/html; charset=utf-8"))
    assert own(document) == "Vi er imod."
    assert "Vi lukker hallen." in document.text


def test_letter_with_its_own_header_is_no_quotation() -> None:
    body = "Hej\n\nTil: Byrådet\nFra: Ældrerådet\nDato: 3. november 2026\n\nVi er imod.\n"
    assert "Vi er imod." in own(opened(mail(body))[0])


def test_body_once_and_plain_before_html() -> None:
    html = "Content-Type: text/html; charset=utf-8\n\n<h2>Forslag 12</h2><p>Vi er imod.</p>\n"
    both = mixed(text("Forslag 12\n\nVi er imod."), html, kind="alternative")
    assert opened(both)[0].text.count("Vi er imod.") == 1
    for stub in ("", "Se HTML-versionen", "Vi"):
        document, _ = opened(mixed(text(stub), html, kind="alternative"))
        assert ("heading", "Forslag 12") in blocks(document)
        assert document.text.count("Vi er imod.") == 1


FORWARDED = {
    "outlook": "Fra: Hanne Lund <hl@ravn.dk>\nSendt: 2. november 2026 08:15\nTil: Borgmesteren\n"
    "Emne: Svar\n\nHallen skal blive.\n\nHanne\n",
    "gmail": "---------- Forwarded message ---------\nFra: Hanne Lund <hl@ravn.dk>\n"
    "Date: tirs. 3. nov. 2026 kl. 12.04\nSubject: Svar\nTo: Borgmesteren\n\nHallen skal blive.\n",
    "apple": "Start på videresendt besked:\n\n> Fra: Hanne Lund <hl@ravn.dk>\n> Emne: Svar\n"
    "> Dato: 3. november 2026 kl. 12.04\n> Til: Borgmesteren\n>\n> Hallen skal blive.\n",
}


@pytest.mark.parametrize("name", FORWARDED)
@pytest.mark.parametrize("note", ["", "Se nedenfor.\n\nVenlig hilsen\nSekretær Bo Ris\n\n"])
def test_mail_passed_on_speaks_with_the_words_passed_on(name: str, note: str) -> None:
    document, _ = opened(mail(note + FORWARDED[name], "VS: Svar"))
    assert own(document).startswith("Hallen skal blive.")
    assert document.metadata.mail_from == "Hanne Lund <hl@ravn.dk>"
    assert "Bo Ris" not in own(document)
    assert document.skip_reason is None


def test_mail_passed_on_twice_and_the_mail_it_answered() -> None:
    older = "\nFra: Kommunen <k@h.dk>\nSendt: 1. november 2026 08:15\nEmne: Høring\n\nVi lukker.\n"
    inner = FORWARDED["outlook"] + older
    twice = "Fra: Bo <bo@h.dk>\nSendt: 3. november 2026 09:00\nTil: Per\nEmne: VS: Svar\n\nFYI\n\n"
    document, _ = opened(mail("Til orientering\n\n" + twice + inner, "VS: Svar"))
    assert own(document).startswith("Hallen skal blive.")
    assert "Vi lukker." not in own(document)
    assert document.metadata.mail_from == "Hanne Lund <hl@ravn.dk>"


def test_words_above_a_mail_passed_on_are_the_senders() -> None:
    document, _ = opened(mail("Vi er enige med Hanne.\n\n" + FORWARDED["outlook"], "VS: Svar"))
    assert own(document) == "Vi er enige med Hanne."
    assert document.metadata.mail_from == "Lund, Hanne <hl@ravnsholt.dk>"


@pytest.mark.parametrize(
    ("sender", "receiver", "passed_on"),
    [
        ("post@by.example", "hoering@by.example", True),
        ("bo@firma.example", "hoering@by.example", False),
        ("bo@gmail.com", "per@gmail.com", False),
        ("hl@ravn.dk", "jens@ravn.dk", False),
    ],
)
def test_what_one_office_forwards_to_another_is_passed_on(
    sender: str, receiver: str, passed_on: bool
) -> None:
    body = "Den lå i borgmesterens indbakke. Lægger du den i bunken?\n\n" + FORWARDED["outlook"]
    raw = f"From: {sender}\nTo: {receiver}\nSubject: VS: Svar\n\n{body}"
    document, _ = opened(raw.encode())
    assert own(document).startswith("Hallen skal blive.") is passed_on


def test_attachments_are_enclosures_of_the_sender() -> None:
    document, (file,) = opened(mixed(text("Vi er imod, se bilaget."), attached()))
    assert (file.name, file.data) == ("svar.pdf", PDF)
    assert file.metadata == document.metadata
    assert document.skip_reason is None


@pytest.mark.parametrize(
    "note", ["", "Hermed fremsendes høringssvar.\n\nMvh\nHanne", "Kære byråd\n\nSe vedhæftede."]
)
def test_note_is_not_counted_beside_its_attachment(note: str) -> None:
    document, (file,) = opened(mixed(text(note), attached()))
    assert document.skip_reason == "Mailen er kun et følgebrev; svaret er i bilaget."
    assert file.data == PDF


def test_note_whose_attachment_nobody_reads_is_counted() -> None:
    document, _ = opened(mixed(text("Se vedhæftede."), attached("a.exe", b"MZ", "x/y")))
    assert document.skip_reason is None


def test_what_is_not_read_says_why() -> None:
    logo = (
        'Content-Type: image/png; name="image001.png"\nContent-ID: <1>\n'
        "Content-Transfer-Encoding: base64\n\naWNvbg==\n"
    )
    ics = "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n"
    sign = attached("smime.p7s", b"x", "application/pkcs7-signature")
    tnef = attached("winmail.dat", b"x", "application/ms-tnef")
    lock = attached("smime.p7m", b"x", "application/pkcs7-mime")
    card = attached("hl.vcf", b"x", "text/vcard")
    _, files = opened(mixed(text("Vi er imod."), logo, ics, sign, tnef, lock, card))
    reasons = [file.skipped or str(file.error) for file in files]
    assert [reason[:20] for reason in reasons] == [
        "Billedet står inde i",
        "Kalenderinvitationen",
        "Den digitale signatu",
        "Outlook har pakket b",
        "svar.eml/smime.p7m: ",
        "Visitkortet er ikke ",
    ]
    assert all(file.data == b"" for file in files)


def test_photo_that_is_all_there_is_is_read() -> None:
    photo = (
        'Content-Type: image/jpeg; name="IMG_1.jpg"\n'
        'Content-Disposition: inline; filename="IMG_1.jpg"\n\nbillede\n'
    )
    document, (file,) = opened(mixed(text("Se vedhæftede"), photo))
    assert file.skipped is None
    assert document.skip_reason is not None
    assert opened(mixed(text("Vi er imod."), photo))[1][0].skipped is not None


def test_pdf_shown_inline_by_apple_mail_is_read() -> None:
    pdf = 'Content-Type: application/pdf\nContent-Disposition: inline; filename="a.pdf"\n\n%PDF-\n'
    _, (file,) = opened(mixed(text("Før."), pdf, text("Efter.")))
    assert file.skipped is None


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\\\svar\\\\nr 1.pdf", "nr 1.pdf"),
        ("svar\u202efdp.exe", "svarfdp.exe"),
        ("", "bilag-1.pdf"),
        ("..", "bilag-1.pdf"),
        (".docx", "docx.pdf"),
        ("=?utf-8?q?h=C3=B8ring.pdf?=", "høring.pdf"),
        ("svar", "svar.pdf"),
        ("a" * 500 + ".pdf", None),
    ],
)
def test_names_of_attachments(given: str, name: str | None) -> None:
    _, (file,) = opened(mixed(text("Vi er imod."), attached(given)))
    assert len(file.name) < 256
    assert file.name.endswith((".pdf", ".exe"))
    assert name is None or file.name == name


def test_names_are_told_apart() -> None:
    _, files = opened(mixed(text("Nej."), *(attached("a.pdf") for _ in range(3))))
    assert [file.name for file in files] == ["a.pdf", "a (2).pdf", "a (3).pdf"]


def test_mail_inside_a_mail() -> None:
    inner = mail("Hallen skal blive.", "Fra 1/2: Hanne").decode()
    part = f"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n{inner}\n"
    document, (file,) = opened(mixed(text("Se vedhæftede."), part))
    assert file.name == "Fra 1-2_ Hanne.eml"
    assert document.skip_reason is not None
    assert "Hallen skal blive." in opened(file.data)[0].text


def test_limits_on_files_and_bytes() -> None:
    many = mixed(text("Vi er imod."), *(attached(f"{i}.pdf") for i in range(5)))
    _, files = opened(many, Limits(archive_files=3))
    assert [bool(file.error) for file in files] == [False] * 3 + [True]
    assert "5 bilag, og grænsen er 3; de sidste 2 er ikke læst" in str(files[-1].error)
    _, files = opened(many, Limits(archive_bytes=3 * len(PDF)))
    assert [bool(file.error) for file in files] == [False] * 3 + [True] * 2


def test_thousand_attachments() -> None:
    _, files = opened(mixed(text("Nej."), *(attached() for _ in range(1000))))
    assert len({file.name for file in files}) == 1000


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "utf-8"),
        ("utf-8", "cp1252"),
        ("findes-ikke", "utf-8"),
        ("base64", "utf-8"),
        ('"utf-8"', "utf-8"),
    ],
)
def test_wrong_charset(charset: str, encoding: str) -> None:
    head = HEAD.format(subject="Nej") + f"Content-Type: text/plain; charset={charset}\n\n"
    document, _ = opened(head.encode() + "Blåbærgrød – på “Øen”.".encode(encoding))
    assert "Blåbærgrød – på “Øen”." in document.text


def test_eight_bit_headers_and_injection() -> None:
    head = HEAD.format(subject="Høring").encode("cp1252")
    document, _ = opened(head + b"\nNej.")
    assert document.text.startswith("Høring\n")
    document, _ = opened(mail("Nej.", "=?utf-8?q?Svar=0D=0ABcc:_x=40y.dk?="))
    assert document.text.startswith("Svar Bcc: x@y.dk\n")


def test_flowed_text() -> None:
    body = "Det her er en \nlang linje.\n> citat \n> videre\n-- \nHanne"
    assert unflowed(body) == "Det her er en lang linje.\n> citat videre\n-- \nHanne"
    assert unflowed("blå \nbær", delete_space=True) == "blåbær"
    document, _ = opened(mail(body, kind="text/plain; charset=utf-8; format=flowed"))
    assert "Det her er en lang linje." in document.text


def test_quoted_printable() -> None:
    part = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
    document, _ = opened(mixed(part + "\nBl=C3=A5b=C3=A6r=\ngr=C3=B8d\n"))
    assert "Blåbærgrød" in document.text


def test_boundary_that_is_missing_or_wrong() -> None:
    good = mixed(text("Vi er imod."), attached()).decode()
    for bad in ('boundary="b2"', "x=y"):
        document, (file,) = opened(good.replace('boundary="b1"', bad).encode())
        assert blocks(document)[1:] == [("paragraph", "Vi er imod.")]
        assert file.data == PDF


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Bare nogle ord\nuden noget.", "er ikke en mail"),
        (HEAD.format(subject="x").encode() + b"\n \n", "hverken tekst eller bilag"),
        (
            HEAD.format(subject="x").encode() + b"Content-Type: application/pkcs7-mime\n\nMIIB",
            "krypteret",
        ),
    ],
)
def test_no_mail_gives_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        opened(data)


def test_nested_deeper_than_anyone_does() -> None:
    bomb = HEAD.format(subject="x") + "".join(
        f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(2000)
    )
    with pytest.raises(ReadError, match="indviklet"):
        opened(bomb.encode())


def test_bytes_that_are_no_text_are_still_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "svar.eml"
    path.write_bytes(mail("Vi er imod.").replace(b"imod", b"im\0od") + bytes(range(32)) * 40)
    (document,) = unpack(path).documents
    assert "Vi er imod." in document.text


def test_wide_letters() -> None:
    document, _ = opened(mail("Blåbær.").decode().encode("utf-16"))
    assert "Blåbær." in document.text


def test_every_word_lies_in_one_block() -> None:
    for body, _, _ in QUOTES.values():
        document, _ = opened(mail(body, "VS: x"))
        covered = "".join(b.span.slice(document.text) for b in document.blocks)
        assert "".join(covered.split()) == "".join(document.text.split())


WHOLE = mixed(
    text(OUTLOOK_REPLY), attached(), attached("b.png", b"x", "image/png"), subject="=?utf-8?q?a?="
)
HOSTILE = st.lists(
    st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=12)),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(HOSTILE)
def test_broken_mail_is_read_or_refused(changes: list[tuple[int, int, bytes]]) -> None:
    data = WHOLE
    for at, cut, new in changes:
        data = data[:at] + new + data[at + cut :]
    try:
        opened(data)
    except ReadError as error:
        said = str(error)
    else:
        said = "svar.eml: "
    assert said.startswith("svar.eml: ")


PIECES = st.sampled_from(
    [
        *("From: ", "To: a@b\n", "Subject: =?utf-8?b?=?=", "Date: 99 Foo\n", "\n", "\n\n", "\x00"),
        *(
            "Content-Type: multipart/mixed; boundary=b\n",
            "--b\n",
            "--b--\n",
            "æ",
            "\udcff",
            '"',
            "<",
        ),
        *("Content-Type: message/rfc822\n", "Content-Transfer-Encoding: base64\n", "charset=hex;"),
        *(
            "Content-Disposition: attachment; filename*=utf-8''%ff%00\n",
            "> ",
            "skrev: ",
            "Fra: x@y",
        ),
        *(
            "Content-Type: text/html; charset=utf-7\n",
            "<b>+ADw-",
            "name*0*=x''; name*1=y;",
            "=?x?q?",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30), st.binary(max_size=30))
def test_anything_is_read_or_refused(pieces: list[str], more: bytes) -> None:
    data = "From: a@b\n" + "".join(pieces)
    try:
        opened(data.encode("utf-8", "surrogateescape") + more)
    except ReadError as error:
        said = str(error)
    else:
        said = "svar.eml: "
    assert said.startswith("svar.eml: ")


@pytest.mark.parametrize(("said", "note"), [("Til sagen.", True), ("Jeg er også imod.", False)])
def test_a_mail_that_passes_on_another_is_no_response(said: str, note: bool) -> None:
    inner = mail("Vi er imod forslag 12.", "Høringssvar").decode()
    part = f"Content-Type: message/rfc822\nContent-Disposition: attachment\n\n{inner}\n"
    document, (_,) = opened(mixed(text(said), part))
    assert (document.skip_reason is not None) is note


def test_an_answer_below_an_unmarked_quotation_is_the_answer() -> None:
    (document, _) = opened(
        mail(
            "Den 7. sep. 2026 kl. 10.12 skrev Lone Bak:\n\nHej Ove\n\nVil du skrive til dem?\n"
            "Hilsen Lone\n\nHej Lone. Ja, det vil jeg. Stop det forslag.\n\nOve\n"
        )
    )
    assert "Stop det forslag." in own(document)
    assert "Vil du skrive til dem?" not in own(document)
