"""A wrong installation does not start, and says all that is wrong at once; a right one says what it runs on."""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from celery.signals import beat_init, worker_init
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from evaluation import seeds
from evaluation.seeds import demo, scale
from sizhiqiang import installation, secrets, start
from tests.plugins.databases import ROOT

LONG = "k" * 64
SITE = {
    "DATABASE_URL": "postgres://somebody:of-the-database@db.example:5432/sizhiqiang",
    "REDIS_URL": "redis://:of-the-queue@queue.example:6379/0",
    "DATA_DIR": tempfile.gettempdir(),
    "ALLOWED_HOSTS": "party.example",
    "SECRET_KEY": LONG,
    "SEAL_KEY": LONG,
    "CODES_KEY": LONG,
    "TOTP_KEY": LONG,
}
"""All that a site has to say."""
OPEN_DEMO = {
    "DEMO": "1",
    "ALLOWED_HOSTS": "party.example,localhost",
    "SECRET_KEY": LONG,
    "DEMO_PASSWORD": "An-own-2026",
}
STORES = {
    "FILES_BUCKET": "https://store.example/files/party",
    "FILES_ACCESS_KEY": "the-site",
    "FILES_SECRET_KEY": "12345678",
    "BACKUP_TO": "https://elsewhere.example/copies",
    "BACKUP_TO_ACCESS_KEY": "the-backup",
    "BACKUP_TO_SECRET_KEY": "12345678",
}
SIGN_ON = {"OIDC_ISSUER": "https://sso.example", "OIDC_CLIENT_ID": "site", "OIDC_CLIENT_SECRET": "12345678"}

Variables = dict[str, str]

# What is changed in which installation, what is said then, and the function that alone says it.
CASES: list[tuple[Variables, Variables, str, str]] = [
    (SITE, {"DATABASE_URL": ""}, "DATABASE_URL is not set", "_database"),
    (SITE, {"DATABASE_URL": "mysql://db.example/sizhiqiang"}, "DATABASE_URL does not begin with", "_database"),
    (SITE, {"REDIS_URL": ""}, "REDIS_URL is not set", "_broker"),
    (SITE, {"REDIS_URL": "queue.example:6379"}, "REDIS_URL does not begin with", "_broker"),
    (SITE, {"DATA_DIR": ""}, "DATA_DIR is not set", "_data_dir"),
    (SITE, {"DATA_DIR": "var"}, "DATA_DIR is not absolute", "_data_dir"),
    (SITE, {"DATA_DIR": f"{__file__}/below"}, "cannot be made or written", "_written"),
    (SITE, {"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set", "_named_hosts"),
    (SITE, {"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is not set", "_named_hosts"),
    (SITE, {"ALLOWED_HOSTS": "party.example, *"}, "ALLOWED_HOSTS is *", "_named_hosts"),
    (SITE, {"SECRET_KEY": ""}, "SECRET_KEY is not set", "_secrets"),
    (SITE, {"SECRET_KEY": "k" * 49}, "SECRET_KEY is too short: at least 50", "_secrets"),
    (SITE, {"SEAL_KEY": ""}, "SEAL_KEY is not set", "_secrets"),
    (SITE, {"SEAL_KEY": "k" * 31}, "SEAL_KEY is too short: at least 32", "_secrets"),
    (SITE, {"CODES_KEY": ""}, "CODES_KEY is not set", "_secrets"),
    (SITE, {"TOTP_KEY": ""}, "TOTP_KEY is not set", "_secrets"),
    (SITE, {"TOTP_KEY": "", "TOTP_KEY_FILE": "/nowhere/totp"}, "TOTP_KEY cannot be read from /nowhere/totp", "_secrets"),
    (SITE, {"TOTP_KEY_FILE": "/nowhere/totp"}, "TOTP_KEY and TOTP_KEY_FILE are both set", "_secrets"),
    (SITE, {"EMBEDDED": "1", "SEAL_KEY": "short"}, "SEAL_KEY is too short", "_secrets"),
    (SITE, {"DEBUG": "1"}, "DEBUG shows the settings", "_debug"),
    (OPEN_DEMO, {"SECRET_KEY": ""}, "SECRET_KEY is not set: a demo served as party.example", "_open_demo"),
    (OPEN_DEMO, {"SECRET_KEY": "k" * 49}, "SECRET_KEY is too short", "_open_demo"),
    (OPEN_DEMO, {"DEMO_PASSWORD": ""}, "DEMO_PASSWORD is not an own one", "_open_demo"),
    (OPEN_DEMO, {"DEMO_PASSWORD": installation.PUBLISHED}, "DEMO_PASSWORD is not an own one", "_open_demo"),
    (OPEN_DEMO, {"ALLOWED_HOSTS": "*", "DEMO_PASSWORD": "short"}, "DEMO_PASSWORD is not an own one", "_open_demo"),
    (OPEN_DEMO, {"DEBUG": "1"}, "DEBUG shows the settings", "_debug"),
    (SITE | STORES, {"FILES_BUCKET": "http://store.example/files"}, "FILES_BUCKET must begin with https", "_stores"),
    (SITE | STORES, {"FILES_ACCESS_KEY": ""}, "FILES_BUCKET needs FILES_ACCESS_KEY", "_stores"),
    (SITE | STORES, {"FILES_SECRET_KEY": ""}, "FILES_SECRET_KEY is not set", "_stores"),
    (SITE | STORES, {"BACKUP_TO": "s3://copies"}, "BACKUP_TO must begin with https", "_stores"),
    (SITE | STORES, {"BACKUP_TO_ACCESS_KEY": ""}, "BACKUP_TO needs BACKUP_TO_ACCESS_KEY", "_stores"),
    (SITE | STORES, {"BACKUP_TO_SECRET_KEY": "1234567"}, "BACKUP_TO_SECRET_KEY is too short", "_stores"),
    (SITE, {"BEHIND_PROXY": "1"}, "BEHIND_PROXY is gone", "_proxies"),
    (SITE, {"TRUSTED_PROXIES": "10.0.0.1/8"}, "TRUSTED_PROXIES is not a list of addresses", "_proxies"),
    (SITE, {"ADMIN_NETWORKS": "office"}, "ADMIN_NETWORKS is not a list of addresses", "_proxies"),
    (SITE, {"SECURITY_PROFILE": "strict"}, "SECURITY_PROFILE is dengbao or none", "_profile"),
    (SITE | SIGN_ON, {"OIDC_CLIENT_ID": ""}, "OIDC_ISSUER needs OIDC_CLIENT_ID", "_single_sign_on"),
    (SITE | SIGN_ON, {"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET is not set", "_single_sign_on"),
    (SITE | SIGN_ON, {"OIDC_CLIENT_SECRET": "1234567"}, "OIDC_CLIENT_SECRET is too short", "_single_sign_on"),
    (SITE | SIGN_ON, {"OIDC_ISSUER": "http://sso.example"}, "OIDC_ISSUER must begin with https", "_single_sign_on"),
    (SITE | SIGN_ON, {"OIDC_AUTHORIZE_URL": "https://sso.example/a"}, "needs OIDC_ISSUER, OIDC_TOKEN", "_single_sign_on"),
    (SITE, {"EMAIL_URL": "smtp://mail.example:25"}, "MAIL_FROM is not set", "_ways_out"),
    (SITE, {"GATEWAY_URL": "http://g.example", "GATEWAY_SECRET": "k"}, "GATEWAY_URL must begin with", "_ways_out"),
    (SITE, {"GATEWAY_URL": "https://g.example"}, "GATEWAY_URL needs GATEWAY_SECRET", "_ways_out"),
]  # fmt: skip
NAMES = [" ".join((said, *changed)) for _, changed, said, _ in CASES]

GOOD: dict[str, Variables] = {
    "a site": SITE,
    "a site with single sign-on": SITE | SIGN_ON,
    "a site with its files in a store": SITE | STORES,
    "a site with a second place on a disk": SITE | {"BACKUP_TO": "/mnt/backup"},
    "an embedded one": {"EMBEDDED": "1", "DATA_DIR": SITE["DATA_DIR"], "ALLOWED_HOSTS": "party.example"},
    "the demo on this machine": {"DEMO": "1"},
    "the demo under all its names": {"DEMO": "1", "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]", "DEBUG": "1"},
    "a demo for others": OPEN_DEMO,
}


def nothing(given: Variables) -> list[str]:
    return []


@pytest.mark.parametrize("given", GOOD.values(), ids=GOOD)
def test_an_installation_that_says_everything_is_not_refused(given: Variables) -> None:
    assert installation.refusals(given) == []


@pytest.mark.parametrize(("whole", "changed", "said", "by"), CASES, ids=NAMES)
def test_one_thing_wrong_is_one_sentence_and_nobody_else_says_it(
    whole: Variables, changed: Variables, said: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sentence,) = installation.refusals(whole | changed)
    assert said in sentence
    monkeypatch.setattr(installation, by, nothing)
    assert installation.refusals(whole | changed) == [], "the twin: without this function it would start"


def test_all_that_is_missing_is_told_at_once_in_one_message() -> None:
    with pytest.raises(installation.WrongInstallation) as refusal:
        installation.demand({})
    assert [line.split()[1] for line in str(refusal.value).splitlines()[1:]] == list(SITE)


READERS = ("manage.py backup /mnt", "manage.py verify", "manage.py restore --trial FILE")
OTHERS = ("manage.py restore FILE", "manage.py migrate", "manage.py", "celery verify", "gunicorn backup", "-c")
APART = {"REDIS_URL": "", "SECRET_KEY": "", "SEAL_KEY": "", "CODES_KEY": "", "TOTP_KEY": ""}


def test_whoever_only_reads_is_trusted_with_no_secret_and_nobody_else_starts_without() -> None:
    assert all(installation.only_reads(words.split()) for words in READERS)
    assert not any(installation.only_reads(words.split()) for words in OTHERS)
    assert installation.refusals(SITE | APART | {"DATA_DIR": f"{__file__}/below"}, only_reads=True) == []
    assert len(installation.refusals(SITE | APART, only_reads=False)) == len(APART)
    assert len(installation.refusals({}, only_reads=True)) == 3, "database, folder and hosts it does not do without"


def test_a_secret_that_is_not_needed_is_made_nowhere(tmp_path: Path) -> None:
    """Or a verification in a restored folder would find all seals forged, by a key that it made itself."""
    assert secrets.secret("SEAL_KEY", {}, made_in=tmp_path / "keys", is_needed=False) == ""
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("content", [b"", b"\n", bytes(range(128, 168))], ids=["empty", "blank", "no characters"])
def test_a_file_that_holds_no_secret_is_told(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "seal"
    file.write_bytes(content)
    (sentence,) = installation.refusals(SITE | {"SEAL_KEY": "", "SEAL_KEY_FILE": str(file)})
    assert sentence.startswith(f"SEAL_KEY cannot be read from {file}")


def test_a_secret_is_read_from_its_file_or_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_text(f"{LONG}\n")
    assert secrets.secret("SEAL_KEY", {"SEAL_KEY_FILE": str(given)}) == LONG
    made = secrets.secret("SEAL_KEY", {}, made_in=tmp_path / "keys")
    assert len(made) >= installation.SHORTEST_SECRET_KEY
    assert secrets.secret("SEAL_KEY", {}, made_in=tmp_path / "keys") == made
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "keys", tmp_path / "keys/seal_key")] == [0o700, 0o600]


# Each case in a child of one process that has loaded Django: its settings are read anew, by themselves.
BATCH = """
import json, os, sys
import csp.constants
from sizhiqiang.start import readable
for given in json.load(sys.stdin):
    print("=", file=sys.stderr, flush=True)
    child = os.fork()
    if not child:
        os.environ.clear()
        os.environ.update(given)
        with readable():
            import sizhiqiang.settings
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_no_wrong_installation_starts_and_every_right_one_does(tmp_path: Path) -> None:
    """One for each function that refuses: that all of them are asked is what matters here."""
    cases = list({case[-1]: case for case in CASES}.values())
    wrong = [whole | changed for whole, changed, _, _ in cases]
    right = [given | {"DATA_DIR": str(tmp_path)} for given in GOOD.values()]
    done = subprocess.run(
        [sys.executable, "-c", BATCH],
        input=json.dumps([*wrong, *right, {}]), cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["3"] * len(wrong) + ["0"] * len(right) + ["3"], done.stderr
    _, *told = done.stderr.split("=\n")
    assert all(case[2] in words and words.count("  - ") == 1 for case, words in zip(cases, told, strict=False)), told
    assert [words for words in told[len(wrong) : -1] if words] == []


ENTRANCES = {
    "the command line": "manage.py migrate",
    "the web server": "-m gunicorn sizhiqiang.wsgi --bind 127.0.0.1:0 --workers 1 --log-level critical",
    "the web server as it is started": "-m gunicorn sizhiqiang.wsgi --config deploy/gunicorn.conf.py --bind 127.0.0.1:0",
    "a worker": "-m celery --app sizhiqiang worker",
    "the clock": "-m celery --app sizhiqiang beat",
}


def begun(given: Variables, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **given},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_every_entrance_refuses_in_words_and_ends() -> None:
    """Side by side; gunicorn does not start its workers again and again."""
    processes = {name: begun({}, *command.split()) for name, command in ENTRANCES.items()}
    told = {name: process.communicate()[0] for name, process in processes.items()}
    assert {name: process.returncode for name, process in processes.items()} == dict.fromkeys(ENTRANCES, 3), told
    assert [
        name for name, words in told.items() if "Traceback" in words or words.count("DATA_DIR is not set") != 1
    ] == []


def test_invented_years_are_refused_on_a_site(tmp_path: Path) -> None:
    site = {"EMBEDDED": "1", "ALLOWED_HOSTS": "party.example", "DATA_DIR": str(tmp_path)}
    process = begun(site, "manage.py", "seed_demo", "--skip-checks")
    words = process.communicate()[0]
    assert process.returncode == 1 and "demo mode only" in words, words


@pytest.mark.parametrize("command", [("seed_demo",), ("seed_scale", "--units=2", "--branches=40")])
def test_without_that_guard_they_would_be_made(
    command: tuple[str, ...], db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin."""
    made: list[str] = []
    monkeypatch.setattr(demo.Demo, "build", lambda self: made.append("seed_demo"))
    monkeypatch.setattr(scale, "build", lambda *sizes: made.append("seed_scale"))
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode only"):
        call_command(*command)
    monkeypatch.setattr(seeds, "demand_empty_demo", lambda: None)
    call_command(*command)
    assert made == [command[0]]


def test_the_line_at_the_start_says_what_it_runs_on_and_no_password(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    process = begun(SITE | {"DATA_DIR": str(tmp_path), "LOG_LEVEL": "ERROR"}, "-c", "import sizhiqiang.wsgi")
    words = process.communicate()[0]
    (line,) = words.splitlines()
    message = json.loads(line)["message"]
    assert message.startswith("web starts: version ")
    assert message.endswith(
        "; mode site; database PostgreSQL db.example:5432/sizhiqiang; broker Redis queue.example:6379/0; "
        f"data {tmp_path}"
    )
    assert "of-the" not in words and "somebody" not in words


@pytest.mark.parametrize(("signal", "part"), [(worker_init, "worker"), (beat_init, "beat")])
def test_worker_and_clock_say_it_too(signal: Any, part: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, start.logger.name)
    for _, receiver in signal.receivers:
        if getattr(receiver, "__module__", "") == "sizhiqiang.celery":
            receiver()
    (message,) = caplog.messages
    assert message.startswith(f"{part} starts: version ")


@pytest.mark.parametrize(
    ("demo_mode", "embedded", "mode"), [(True, False, "演示"), (False, True, "单机运行"), (False, False, "正式运行")]
)
def test_the_same_stands_on_the_status_page(
    client: Any, system_admin: Any, settings: Any, demo_mode: bool, embedded: bool, mode: str
) -> None:
    client.force_login(system_admin)
    settings.DEMO, settings.EMBEDDED = demo_mode, embedded
    settings.REDIS_URL = "redis://:of-the-queue@127.0.0.1:1/0"
    html = client.get(reverse("evaluation:status")).content.decode()
    told = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html.partition("<h2>运行环境</h2>")[2]))
    assert (told["版本"], told["运行方式"]) == (settings.VERSION, mode)
    assert told["数据库"].startswith(connection.display_name)
    assert (told["任务队列"], told["数据目录"]) == ("Redis（127.0.0.1:1/0）", str(settings.DATA_DIR))
    assert "of-the-queue" not in html


def test_only_on_this_machine_the_login_page_fills_in_the_password(client: Any, db: None, settings: Any) -> None:
    def page() -> str:
        html: str = client.get(reverse("login"), {"as": "secretary"}).content.decode()
        return html

    assert f'value="{settings.DEMO_PASSWORD}"' in page()
    settings.IS_ON_LOOPBACK = False
    html = page()
    assert 'value="secretary"' in html and settings.DEMO_PASSWORD not in html
    assert "密码请问安装演示系统的人" in html
