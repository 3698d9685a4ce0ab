"""NUL and half characters are refused once, before anything reads the request, wherever they stand."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from branches.incoming.characters import Readable, Understood, Unreadable
from tests.support.hostile_values import REFUSED

ask = RequestFactory()
FORM = "application/x-www-form-urlencoded"
HALF = "甲\ud800"


def read(request: WSGIRequest) -> int:
    return Readable(lambda _: HttpResponse())(request).status_code  # type: ignore[arg-type,return-value]


def at(path: str) -> WSGIRequest:
    request = ask.get("/")
    request.path_info = path
    return request


def fields(**given: str) -> WSGIRequest:
    return ask.post("/", given)


@pytest.mark.parametrize(
    "request_",
    [
        at("/verify/\0/"),
        at(f"/verify/{HALF}/"),
        *(ask.get("/", {"q": value}) for value in REFUSED[:2]),
        ask.get("/?%00=1"),
        fields(note="甲\0乙"),
        fields(**{"na\0me": "x"}),
        ask.post("/", "note=%00", FORM),
        ask.post("/", {"file": SimpleUploadedFile("甲.pdf", b"\0 may be in a file"), "note": "\0"}),
        ask.post("/", json.dumps({"a": [{"b": HALF}]}), "application/json"),
        ask.post("/", json.dumps({"a\0": 1}), "application/json"),
        ask.post("/", "not json", "application/json"),
        ask.post("/", "[" * 100_000, "application/json"),
        ask.post("/", "note=1", f"{FORM}; charset=utf-7"),
        ask.get("/", CONTENT_TYPE="text/plain; charset=hex"),
        ask.get("/", HTTP_USER_AGENT="a\0b"),
        ask.get("/", HTTP_COOKIE='sessionid="\\000"'),
    ],
    ids=lambda one: f"{one.method} {one.get_full_path()!r} {one.content_type}",
)
def test_it_is_refused_wherever_it_stands(request_: WSGIRequest) -> None:
    with pytest.raises(Unreadable):
        read(request_)


def test_what_people_write_passes() -> None:
    good: list[Any] = [
        at("/verify/甲𠮷/"),
        ask.get("/", {"q": "甲 𠮷 é %00 \\0 \\ud800"}),
        fields(note="第一行\r\n第二行\t“引号”"),
        ask.post("/", {"file": SimpleUploadedFile("甲.pdf", b"\0\0")}),
        ask.post("/", json.dumps({"a": "𠮷 \\u0000"}), "application/json"),
        ask.post("/", "a=1", f"{FORM}; charset=UTF-8"),
    ]
    assert [read(one) for one in good] == [200] * len(good)


def test_a_name_of_a_file_arrives_without_them() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\0b.pdf"\r\n\r\nx\r\n--x--\r\n'
    request = ask.generic("POST", "/", body, "multipart/form-data; boundary=x")
    assert read(request) == 200
    assert [one.name for one in request.FILES.values()] == ["ab.pdf"]


def test_a_type_of_content_that_cannot_be_taken_apart_is_a_400_and_no_fault_of_ours() -> None:
    for odd in ("a; charset*=nope''x", "a; charset*=undefined''%41", "a;charset=\0", "a;charset=undefined"):
        environ = ask._base_environ(CONTENT_TYPE=odd, QUERY_STRING="q=%41")  # type: ignore[attr-defined]
        with pytest.raises((ValueError, LookupError)):
            WSGIRequest(dict(environ)).GET  # noqa: B018  # the twin: Django alone
        with pytest.raises(Unreadable):
            Understood(lambda given, _: read(WSGIRequest(given)))(environ, print)  # type: ignore[arg-type,return-value]


@pytest.mark.django_db
def test_the_page_is_calm_and_says_what_to_do(client: Client) -> None:
    answer = client.get("/verify/%00/")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "什么都没有改变" in page and "请从首页重新进入" in page
    answer = client.post(reverse("login"), {"username": "甲\0"}, HTTP_ACCEPT="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["errors"])


@pytest.mark.django_db
def test_twin_without_it_the_character_reaches_the_view(settings: Any) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith(".Readable")]
    answer = Client(raise_request_exception=False).get("/verify/%00/")
    assert answer.status_code != 400  # a 500 where PostgreSQL is asked for it
