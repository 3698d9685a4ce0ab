"""What an installation has to say before anything of it starts, told all at once.

A site says everything itself; with EMBEDDED=1 there are no servers, and secrets are made; the demo on this machine
alone (DEMO=1) needs to say nothing. What is only half said, such as mail without a sender, is refused everywhere.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from branches.files import addresses
from branches.origin import networks
from sizhiqiang.secrets import is_given, secret

Variables = Mapping[str, str]

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
# The password of a demo that names none, for everybody to read.
PUBLISHED = "Sizhiqiang-2026"
SHORTEST_SECRET_KEY = 50
# Each with the fewest characters it may have.
SECRETS = {"SECRET_KEY": SHORTEST_SECRET_KEY, "SEAL_KEY": 32, "CODES_KEY": 32, "TOTP_KEY": 32}
SHORTEST_DEMO_PASSWORD = 10
DATABASES = {"postgres", "postgresql", "sqlite"}
BROKERS = {"redis", "rediss"}
_WITHOUT = "or EMBEDDED=1 for a small site on one machine that needs no servers"


class WrongInstallation(ImproperlyConfigured):
    """Nothing starts; its words are for whoever installs, a line for each thing that is to be put right."""


def demand(given: Variables, *, only_reads: bool = False) -> None:
    """Raises WrongInstallation with all that these environment variables lack."""
    if found := refusals(given, only_reads=only_reads):
        raise WrongInstallation(
            "The system does not start until this is put right (docs/operations.md explains every variable; "
            "DEMO=1 alone is enough to try it out on one machine):\n" + "\n".join(f"  - {line}" for line in found)
        )


def refusals(given: Variables, *, only_reads: bool = False) -> list[str]:
    """A sentence for each thing that is missing or wrong; what `only_reads` does without queue, secrets and own folder."""
    if is_on("DEMO", given):
        own = _open_demo(given)
    else:
        reading = (_database, _data_dir, _named_hosts, _debug)
        every = (_database, _broker, _data_dir, _written, _named_hosts, _secrets, _debug)
        own = chain.from_iterable(one(given) for one in (reading if only_reads else every))
    return [*own, *_stores(given), *_proxies(given), *_profile(given), *_single_sign_on(given), *_ways_out(given)]


def only_reads(arguments: Sequence[str]) -> bool:
    """Whether this is a command of whoever backs up or verifies, who is trusted with no secret and writes nothing here."""
    entrance, command, *others = [*arguments, "", ""]
    return Path(entrance).name == "manage.py" and (
        command in {"backup", "verify"} or (command == "restore" and "--trial" in others)
    )


def is_on(name: str, given: Variables) -> bool:
    return bool(Env.parse_value(given.get(name, ""), bool))


def hosts(given: Variables) -> list[str]:
    """The names the site is served under; those of this machine alone where a demo names none."""
    named = [host.strip() for host in given.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    return named or (list(LOOPBACK) if is_on("DEMO", given) else [])


def is_on_loopback(given: Variables) -> bool:
    """Whether it can be reached from this machine alone."""
    return set(hosts(given)) <= set(LOOPBACK)


def _open_demo(given: Variables) -> Iterator[str]:
    """What everybody can read in the sources must not open a demo that others can reach."""
    if is_on_loopback(given):
        return
    beyond = f"a demo served as {', '.join(sorted(set(hosts(given)) - set(LOOPBACK)))} can be reached by others"
    if not is_given("SECRET_KEY", given):
        yield f"SECRET_KEY is not set: {beyond}."
    else:
        yield from _secret("SECRET_KEY", given, SHORTEST_SECRET_KEY)
    password = given.get("DEMO_PASSWORD", "")
    if password == PUBLISHED or len(password) < SHORTEST_DEMO_PASSWORD:
        yield f"DEMO_PASSWORD is not an own one of at least {SHORTEST_DEMO_PASSWORD} characters: {beyond}."
    yield from _debug(given)


def _database(given: Variables) -> Iterator[str]:
    yield from _server("DATABASE_URL", given, DATABASES, "postgres://user:password@host:5432/database")


def _broker(given: Variables) -> Iterator[str]:
    yield from _server("REDIS_URL", given, BROKERS, "redis://:password@host:6379/0")


def _server(name: str, given: Variables, schemes: set[str], example: str) -> Iterator[str]:
    """Its address holds a password, so a file may hold it."""
    try:
        url = secret(name, given, is_needed=False)
    except ImproperlyConfigured as refusal:
        yield str(refusal)
        return
    if url:
        yield from _address(name, url, schemes)
    elif not is_on("EMBEDDED", given):
        yield f"{name} is not set: {example}, {_WITHOUT}."


def _address(name: str, url: str, schemes: set[str]) -> Iterator[str]:
    if urlsplit(url).scheme not in schemes:
        yield f"{name} does not begin with {' or '.join(f'{scheme}://' for scheme in sorted(schemes))}."


def _data_dir(given: Variables) -> Iterator[str]:
    folder = given.get("DATA_DIR", "")
    if not folder:
        yield "DATA_DIR is not set: the folder in which everything is kept that is not in the database."
    elif not Path(folder).is_absolute():
        yield "DATA_DIR is not absolute: web, worker and beat would each look from where they were started."


def _written(given: Variables) -> Iterator[str]:
    folder = given.get("DATA_DIR", "")
    if Path(folder).is_absolute() and not _can_be_written(Path(folder)):
        yield f"DATA_DIR: {folder} cannot be made or written by this user."


def _can_be_written(folder: Path) -> bool:
    nearest = next(path for path in (folder, *folder.parents) if os.access(path, os.F_OK))
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _named_hosts(given: Variables) -> Iterator[str]:
    named = hosts(given)
    if not named:
        yield "ALLOWED_HOSTS is not set: the names the site is served under, separated by commas."
    elif "*" in named:
        yield "ALLOWED_HOSTS is *: name the hosts, or links in mail and on documents can be made to lead elsewhere."


def _secrets(given: Variables) -> Iterator[str]:
    for name, least in SECRETS.items():
        if not is_on("EMBEDDED", given) or is_given(name, given):
            yield from _secret(name, given, least)


def _secret(name: str, given: Variables, least: int) -> Iterator[str]:
    try:
        value = secret(name, given)
    except ImproperlyConfigured as refusal:
        yield str(refusal)
        return
    if len(value) < least:
        yield f"{name} is too short: at least {least} random characters (openssl rand -base64 48 makes one)."


def _debug(given: Variables) -> Iterator[str]:
    if is_on("DEBUG", given):
        yield "DEBUG shows the settings to visitors: leave it out, or set DEMO=1 and serve this machine alone."


def _stores(given: Variables) -> Iterator[str]:
    files, copies = given.get("FILES_BUCKET", ""), given.get("BACKUP_TO", "")
    if files:
        yield from _bucket("FILES_BUCKET", files, "FILES", given)
    if addresses.is_bucket(copies):
        yield from _bucket("BACKUP_TO", copies, "BACKUP_TO", given)


def _bucket(name: str, address: str, beginning: str, given: Variables) -> Iterator[str]:
    try:
        addresses.read(address)
    except ValueError as error:
        yield f"{name} {error}."
    if not given.get(f"{beginning}_ACCESS_KEY"):
        yield f"{name} needs {beginning}_ACCESS_KEY."
    yield from _secret(f"{beginning}_SECRET_KEY", given, 8)


def _proxies(given: Variables) -> Iterator[str]:
    if "BEHIND_PROXY" in given and not given.get("TRUSTED_PROXIES"):
        yield "BEHIND_PROXY is gone: name the proxy's address in TRUSTED_PROXIES."
    for name in ("TRUSTED_PROXIES", "ADMIN_NETWORKS"):
        try:
            networks(given.get(name, "").split(","))
        except ValueError as error:
            yield f"{name} is not a list of addresses and networks: {error}."


def _profile(given: Variables) -> Iterator[str]:
    if given.get("SECURITY_PROFILE", "none") not in {"dengbao", "none"}:
        yield "SECURITY_PROFILE is dengbao or none."


def _single_sign_on(given: Variables) -> Iterator[str]:
    provider = [f"OIDC_{word}" for word in ("ISSUER", "AUTHORIZE_URL", "TOKEN_URL", "USERINFO_URL")]
    addresses = {name: given.get(name, "") for name in provider}
    if addresses["OIDC_ISSUER"]:
        if not given.get("OIDC_CLIENT_ID"):
            yield "OIDC_ISSUER needs OIDC_CLIENT_ID."
        yield from _secret("OIDC_CLIENT_SECRET", given, 8)
    if addresses["OIDC_AUTHORIZE_URL"] and not all(addresses.values()):
        yield "OIDC_AUTHORIZE_URL needs OIDC_ISSUER, OIDC_TOKEN_URL and OIDC_USERINFO_URL."
    for name, url in addresses.items():
        if url and not url.startswith("https://") and not is_on("DEMO", given):
            yield f"{name} must begin with https://."


def _ways_out(given: Variables) -> Iterator[str]:
    try:
        mails = secret("EMAIL_URL", given, is_needed=False)
    except ImproperlyConfigured as refusal:
        yield str(refusal)
        return
    if mails and not given.get("MAIL_FROM") and not is_on("DEMO", given):
        yield "MAIL_FROM is not set: name the sender of the mail, since EMAIL_URL is set."
    if gateway := given.get("GATEWAY_URL"):
        if not gateway.startswith("https://"):
            yield "GATEWAY_URL must begin with https://."
        if not is_given("GATEWAY_SECRET", given):
            yield "GATEWAY_URL needs GATEWAY_SECRET."
