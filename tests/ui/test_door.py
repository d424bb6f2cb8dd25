"""Signing in and out over HTTP: the server's own routes and the gate, on a real database."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME as USER

from consult.domain.access import Role, local
from consult.domain.claims import ClaimRule
from consult.domain.errors import StoreError
from consult.services import accounts, auditing, credentials, sessions
from consult.services.desk import Desk
from consult.services.providers import NO_ROLE, NOBODY
from consult.services.signing import CHANGE, WRONG
from consult.ui.parts import app
from consult.ui.web import arrivals, cookies
from consult.ui.web.forms import key_of
from consult.ui.web.inside import inside
from consult.ui.web.server import middleware, routes
from tests.ui import people
from tests.ui.people import BETTER, GOOD

HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"
OUT = "/log-ind?ud=1"
FORM_SECRET = "tab-two"  # noqa: S105
Browse = Callable[..., TestClient]


class Clock:
    now = datetime(2027, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("door") / "consult.sqlite3"
    people.fill(path)
    return path.read_bytes()


@pytest.fixture
def clock(fresh: pytest.MonkeyPatch, tmp_path: Path, filled: bytes) -> Iterator[Clock]:
    """A database of one's own, and its clock."""
    path = tmp_path / "consult.sqlite3"
    path.write_bytes(filled)
    fresh.setenv("CONSULT_DATABASE", str(path))
    fresh.setenv("CONSULT_PASSWORD_MEMORY", "8")
    made = Clock()
    app().store.now = made
    yield made
    app().store.close()


@pytest.fixture
def browse(clock: Clock) -> Browse:  # noqa: ARG001
    """A browser at an address; Streamlit's place is taken by a page that says it was reached."""

    async def page(_: Request) -> Response:
        return PlainTextResponse("nået")

    server = Starlette(
        routes=[*routes(), Route("/{path:path}", page, methods=["GET", "PUT"])],
        middleware=middleware(),
    )

    def opened(address: str = HOME, scheme: str = "http") -> TestClient:
        return TestClient(
            server, f"{scheme}://testserver", follow_redirects=False, client=(address, 5000)
        )

    return opened


def key_in(html: str) -> str:
    return re.search(r'name="noegle" value="([0-9a-f]+)"', html).group(1)  # type: ignore[union-attr]


def said(response: httpx2.Response) -> str:
    """What the page says where something is wrong or new."""
    return "".join(re.findall(r'<p class="notice[^>]*>([^<]*)</p>', response.text))


def enter(client: TestClient, name: str, password: str = GOOD, wanted: str = "") -> httpx2.Response:
    key = key_in(client.get("/log-ind").text)
    posted = {"navn": name, "adgangskode": password, "noegle": key, "naeste": wanted}
    return client.post("/log-ind", data=posted)


def signed_in(client: TestClient, name: str = "laeser") -> TestClient:
    assert enter(client, name).status_code == 303
    return client


def bring(client: TestClient, token: str) -> TestClient:
    """The browser with that token in its cookie, as it would be after signing in."""
    client.cookies.set(cookies.SESSION, token, domain="testserver.local", path="/")
    return client


def reached(client: TestClient, path: str = "/") -> bool:
    said = client.get(path).text
    return said == "nået" or 'id="root"' in said


def test_the_page_that_streamlit_fills_is_danish_and_ours(browse: Browse) -> None:
    client = signed_in(browse())
    said = client.get("/punkt?nr=79").text
    assert '<html lang="da">' in said
    assert "<title>Consult</title>" in said
    assert "Siden kræver JavaScript." in said
    assert 'src="./static/js/index' in said
    assert not re.search(r"Streamlit app|enable JavaScript|favicon", said)
    assert client.head("/").headers["cache-control"] == "no-store"


def test_a_stranger_is_led_to_the_sign_in_page_and_back(browse: Browse) -> None:
    client = browse()
    turned = client.get("/punkt?nr=79&holdning=Imod+%26+For")
    assert turned.status_code == 303
    page = client.get(turned.headers["location"])
    wanted = re.search(r'name="naeste" value="([^"]*)"', page.text).group(1)  # type: ignore[union-attr]
    done = enter(client, "laeser", wanted=wanted.replace("&amp;", "&"))
    assert done.headers["location"] == "/punkt?nr=79&holdning=Imod+%26+For"
    assert reached(client, "/punkt?nr=79")


def test_the_session_is_in_a_cookie_that_no_script_and_no_other_site_gets(browse: Browse) -> None:
    set_ = enter(browse(), "laeser").headers.get_list("set-cookie")
    (session,) = [c for c in set_ if c.startswith(cookies.SESSION)]
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert "Secure" not in session
    assert "Max-Age" not in session, "it ends with the browser"
    safe = enter(browse(scheme="https"), "laeser").headers.get_list("set-cookie")
    assert all("Secure" in c for c in safe if "Max-Age=0" not in c)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://ondt.dk/", "//ondt.dk", "/\\ondt.dk", "\\\\ondt.dk", "http:ondt.dk",
        "javascript:alert(1)", "/%2f%2fondt.dk", "log-ud", "../punkt", "punkt\r\nSet-Cookie: a=b",
        "ukendt", "https://[ondt", "punkt?" + "a" * 3000, "@ondt.dk", "/.ondt.dk", "om/../../x",
    ],
)  # fmt: skip
def test_after_signing_in_one_never_leaves_the_app(browse: Browse, wanted: str) -> None:
    assert inside(wanted) == ""
    done = enter(browse(), "laeser", wanted=wanted)
    assert done.headers["location"] == "/"
    assert "ondt" not in browse().get("/log-ind", params={"naeste": wanted}).text


def test_all_that_is_wrong_is_told_in_the_same_words(browse: Browse) -> None:
    client = browse()
    nasty = '"><script>alert(1)</script>'
    for name, password in (("laeser", "forkert"), ("findes-ikke", GOOD), (nasty, GOOD), ("", "")):
        page = enter(client, name, password)
        assert said(page) == WRONG
        assert page.status_code == 403
        assert "<script" not in page.text
        assert GOOD not in page.text
    assert not reached(client)


def test_a_form_from_elsewhere_signs_nobody_in(browse: Browse) -> None:
    client = browse()
    key = key_in(client.get("/log-ind").text)
    mine = {"navn": "laeser", "adgangskode": GOOD, "noegle": key}
    others_key = key_in(browse().get("/log-ind").text)
    for posted, headers in (
        ({**mine, "noegle": ""}, {}),
        ({**mine, "noegle": others_key}, {}),
        ({**mine, "noegle": "æ" * 64}, {}),
        (mine, {"Sec-Fetch-Site": "cross-site"}),
        (mine, {"Sec-Fetch-Site": "same-site"}),
        (mine, {"Origin": "https://ondt.dk"}),
        (mine, {"Origin": "null"}),
        (mine, {"Origin": "http://[ondt"}),
    ):
        answer = client.post("/log-ind", data=posted, headers=headers)
        assert answer.status_code == 403
        assert "prøv igen" in said(answer)
    assert client.post("/log-ind", content=b"\xff" * 50_000).status_code == 403
    assert not reached(client)
    assert client.post("/log-ind", data=mine, headers={"Origin": "http://testserver"}).is_redirect


def test_signing_in_makes_a_new_token_whatever_the_browser_brought(browse: Browse) -> None:
    planted = "a" * 43
    victim = signed_in(bring(browse(), planted))
    assert victim.cookies[cookies.SESSION] != planted
    assert reached(victim)
    assert not reached(bring(browse(), planted))


def test_a_second_sign_in_in_the_same_browser_ends_the_first(browse: Browse) -> None:
    client = browse()
    key = key_in(client.get("/log-ind").text)
    signed_in(client)
    assert client.get("/log-ind").headers["location"] == "/", "who is signed in goes on"
    old = bring(browse(), client.cookies[cookies.SESSION])
    assert reached(old)
    client.cookies.set(cookies.FORM, FORM_SECRET, domain="testserver.local", path="/")
    posted = {"navn": "chef", "adgangskode": GOOD, "noegle": key_of(FORM_SECRET)}
    assert client.post("/log-ind", data=posted).is_redirect
    assert key != posted["noegle"]
    assert said(old.get("/log-ind")) == sessions.ENDINGS[sessions.REPLACED]
    assert reached(client)


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 5000, "%00", "é", "' or 1=1 --"])
def test_a_forged_cookie_gets_nowhere(browse: Browse, token: str) -> None:
    client = browse()
    answer = client.get("/", headers={"Cookie": f"{cookies.SESSION}={token}".encode("latin-1")})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/log-ind"


def test_a_session_that_has_ended_is_told_why(browse: Browse, clock: Clock) -> None:
    desk, client = Desk(app().store, local()), signed_in(browse())
    clock.now += timedelta(hours=2)
    assert not reached(client)
    assert said(client.get("/log-ind")) == sessions.IDLE
    signed_in(client)
    sessions.end_all(desk, "laeser")
    assert said(client.get("/log-ind")) == sessions.ENDINGS[sessions.ENDED]
    signed_in(client)
    accounts.close(desk, "laeser")
    assert not reached(client)
    assert said(client.get("/log-ind")) == sessions.ENDINGS[sessions.CLOSED]
    assert said(enter(client, "laeser")) == sessions.ENDINGS[sessions.CLOSED]
    assert said(enter(client, "laeser", "forkert")) == WRONG


def test_a_thousand_guesses_get_nowhere_and_hold_nobody_else_back(browse: Browse) -> None:
    client = browse(ELSEWHERE)
    posted = {"navn": "chef", "noegle": key_in(client.get("/log-ind").text)}
    counts: dict[int, int] = {}
    for n in range(1_000):
        password = GOOD if n == 999 else f"gæt nummer {n}"
        status = client.post("/log-ind", data={**posted, "adgangskode": password}).status_code
        counts[status] = counts.get(status, 0) + 1
    assert counts == {403: 6, 429: 994}, "the last one was right, and came too soon"
    assert "vent" in said(client.post("/log-ind", data={**posted, "adgangskode": GOOD}))
    assert reached(signed_in(browse(HOME), "chef"))


def test_another_address_is_not_had_by_writing_it_in_a_header(browse: Browse) -> None:
    client = browse(ELSEWHERE)
    posted = {"navn": "chef", "noegle": key_in(client.get("/log-ind").text), "adgangskode": "x"}
    got = [
        client.post("/log-ind", data=posted, headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(12)
    ]
    assert [answer.status_code for answer in got[-3:]] == [429] * 3


def test_a_one_time_password_is_changed_before_anything_else(browse: Browse) -> None:
    desk, client, other = Desk(app().store, local()), browse(), browse()
    given = credentials.reset_password(desk, app().door.hasher, "laeser")
    done = enter(client, "laeser", given, wanted="om")
    assert done.headers["location"] == "/skift-adgangskode?naeste=om"
    enter(other, "laeser", given)
    assert client.get("/punkt?nr=1").headers["location"].startswith("/skift-adgangskode?")
    page = client.get("/skift-adgangskode?naeste=om")
    assert said(page) == CHANGE
    mine = {"noegle": key_in(page.text), "naeste": "om", "nuvaerende": given, "ny": BETTER}
    for change, reason in (
        ({"gentag": "noget andet"}, "ikke ens"),
        ({"gentag": BETTER, "nuvaerende": "forkert"}, "nuværende adgangskode er forkert"),
        ({"ny": "kort", "gentag": "kort"}, "12"),
        ({"gentag": BETTER, "noegle": "0" * 64}, "prøv igen"),
    ):
        assert reason in said(client.post("/skift-adgangskode", data={**mine, **change}))
    assert not reached(client)
    done = client.post("/skift-adgangskode", data={**mine, "gentag": BETTER})
    assert done.headers["location"] == "/om"
    assert reached(client, "/om")
    assert said(other.get("/log-ind")) == sessions.ENDINGS[sessions.PASSWORD]
    assert browse().get("/skift-adgangskode").headers["location"] == "/log-ind"


def test_signing_out_ends_the_session_everywhere_it_was_copied_to(browse: Browse) -> None:
    client = signed_in(browse())
    copy = bring(browse(), client.cookies[cookies.SESSION])
    asked = client.get("/log-ud")
    wrong = client.post("/log-ud", data={"noegle": "0" * 64})
    assert "<h1>Log ud</h1>" in wrong.text
    assert reached(client), "another site cannot sign one out"
    done = client.post("/log-ud", data={"noegle": key_in(asked.text)})
    assert said(client.get(done.headers["location"])) == sessions.ENDINGS[sessions.SIGNED_OUT]
    assert cookies.SESSION not in client.cookies
    assert not reached(copy)
    assert said(copy.get("/log-ind")) == sessions.ENDINGS[sessions.SIGNED_OUT]
    assert browse().get("/log-ud").headers["location"] == "/log-ind"


def test_files_of_pages_and_uploads_are_for_who_is_signed_in(browse: Browse) -> None:
    for path in ("/media/abc.csv", "/_stcore/upload_file/a/b"):
        assert browse().get(path).status_code == 403
        assert browse().put(path, content=b"x").status_code == 403
        assert reached(signed_in(browse()), path)
    assert reached(browse(), "/static/js/index.js")


def test_pages_are_not_kept_framed_or_told_of(browse: Browse) -> None:
    for answer in (signed_in(browse()).get("/"), browse().get("/"), browse().get("/log-ind")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
    policy = browse().get("/log-ind").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("address", "headers", "opens"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("::ffff:127.0.0.1", {}, True),
        (HOME, {}, False),
        ("127.0.0.1", {"X-Forwarded-For": HOME}, False),
        ("127.0.0.1", {"Forwarded": "for=x"}, False),
        ("testclient", {}, False),
    ],
)
def test_without_users_only_this_machine_is_let_in(
    browse: Browse, address: str, headers: dict[str, str], opens: bool
) -> None:
    with app().store.write() as connection:
        connection.exec_driver_sql("pragma foreign_keys = on")
        connection.exec_driver_sql("delete from account")
    assert ('id="root"' in browse(address).get("/", headers=headers).text) is opens


def test_the_log_says_from_where(browse: Browse) -> None:
    enter(browse(ELSEWHERE), "laeser", "forkert")
    signed_in(browse(HOME))
    right, wrong = auditing.entries(Desk(app().store, local()), limit=2).items
    assert (right.origin, right.allowed) == (HOME, True)
    assert (wrong.origin, wrong.allowed) == (ELSEWHERE, False)


def proven(client: TestClient, said: dict[str, object], secret: str | None = None) -> TestClient:
    """The browser with what Streamlit keeps once a provider has said that."""
    signed = create_signed_value(secret or get_cookie_secret(), USER, json.dumps(said)).decode()
    client.cookies.set(USER, signed, domain="testserver.local", path="/")
    return client


def test_what_a_provider_said_opens_the_door_once_and_only_when_it_is_fresh(
    browse: Browse, fresh: pytest.MonkeyPatch
) -> None:
    now = time.time()
    claims: dict[str, object] = {
        "iss": "https://login", "sub": "a", "name": "Anna", "groups": ["byraad"], "iat": now,
    }  # fmt: skip
    rules = (ClaimRule("groups", "byraad", Role.READER),)
    fresh.setitem(app().__dict__, "door", replace(app().door, rules=rules))
    for wrong, secret in (
        ({"iat": now - 301}, None), ({"iat": now + 999}, None), ({"iat": None}, None),
        ({"iat": True}, None), ({"sub": ""}, None), ({"iss": 7}, None), ({}, "en anden nøgle" * 3),
    ):  # fmt: skip
        client = proven(browse(), {**claims, **wrong}, secret)
        assert client.get("/").headers["location"] == "/log-ind", "the cookie alone opens nothing"
        assert said(client.get("/log-ind/udbyder")) == NOBODY
        assert not reached(client)
    client = proven(browse(), claims)
    client.cookies.set(cookies.NEXT, "https://ondt.dk", domain="testserver.local", path="/")
    assert client.get("/log-ind/udbyder").headers["location"] == "/"
    assert reached(client)
    key = key_in(client.get("/log-ud").text)
    assert client.post("/log-ud", data={"noegle": key}).headers["location"] == "/auth/logout"
    denied = proven(browse(), claims)
    assert said(denied.get("/log-ind/udbyder?afvist=1")) == NOBODY
    assert USER not in denied.cookies, "what was said before the denial counts no more"
    refused = proven(browse(), {**claims, "sub": "b", "groups": []})
    assert said(refused.get("/log-ind/udbyder")) == NO_ROLE


def test_the_way_back_from_a_provider_leads_to_our_own_door() -> None:
    async def back(_: Request) -> Response:
        return RedirectResponse("/")

    server = Starlette(routes=[Route("/oauth2callback", back)], middleware=middleware())
    client = TestClient(server, follow_redirects=False)
    for query, to in (
        ("?code=1", "/log-ind/udbyder"),
        ("?error=x", "/log-ind/udbyder?afvist=1"),
        ("", OUT),
    ):
        assert client.get(f"/oauth2callback{query}").headers["location"] == to


def test_a_database_that_is_away_is_told_in_danish(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object) -> None:
        raise StoreError("Databasen kunne ikke gøre det (vært 10.0.0.3)")

    monkeypatch.setattr(arrivals, "visitor", away)
    client = bring(browse(), "x")
    for address in ("/", "/log-ind", "/skift-adgangskode"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "Siden kunne ikke vises" in answer.text
        assert "Prøv igen om lidt" in said(answer)
        assert "10.0.0.3" not in answer.text, "strangers are told of no machines"
    assert "10.0.0.3" in caplog.text
