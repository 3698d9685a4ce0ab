"""The two kinds of provider: OpenID Connect, and plain OAuth 2.0 by an adapter that knows less and so proves less."""

from typing import Any, NamedTuple
from urllib.parse import urljoin

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from django.http import QueryDict

from branches.accounts.sso import fetching, tokens
from branches.accounts.sso.attempts import Attempt, Purpose
from branches.accounts.sso.fetching import NotVouched

# RFC 6749 4.1.2.1 and OpenID Connect 3.1.2.6. What else stands in an address is anybody's, and goes into no log.
_REFUSALS = frozenset({
    "access_denied", "invalid_request", "invalid_scope", "server_error", "temporarily_unavailable", "unauthorized_client",
    "unsupported_response_type", "account_selection_required", "consent_required", "interaction_required", "login_required",
})  # fmt: skip


class Identity(NamedTuple):
    """For whom a provider vouches. `is_strong`: by more than a password. `signed_in_at`: seconds, 0 if it does not say."""

    issuer: str
    subject: str
    is_strong: bool
    signed_in_at: float


class OpenIdConnect:
    """Metadata and keys are asked for each time: a key that the provider has changed is a key of this minute."""

    def address(self, attempt: Attempt, callback: str) -> str:
        """Where the browser goes. To renew, the provider must ask for the person's proof again."""
        anew = {"prompt": "login", "max_age": "0"} if attempt.purpose is Purpose.RENEW else {}
        return _grant(self._metadata()["authorization_endpoint"], attempt, callback, nonce=attempt.nonce, **anew)

    def identify(self, attempt: Attempt, answer: QueryDict, callback: str) -> Identity:
        metadata = self._metadata()
        if answer.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
            raise NotVouched("an answer of another issuer")
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        is_basic = "client_secret_basic" in methods
        token = _exchange(metadata["token_endpoint"], attempt, answer, callback, is_basic=is_basic)
        keys = fetching.get(metadata["jwks_uri"])
        access_token = str(token.get("access_token", ""))
        claims = tokens.claims(token.get("id_token"), keys, nonce=attempt.nonce, access_token=access_token)
        subject = claims["sub"]
        if url := metadata.get("userinfo_endpoint"):
            _same_subject(subject, fetching.get(url, bearer=access_token).get("sub"))
        said = {claims.get("acr"), *claims.get("amr", [])}
        return Identity(
            settings.OIDC_ISSUER, _subject(subject), bool(said & set(settings.OIDC_STRONG)), claims.get("auth_time", 0)
        )

    def _metadata(self) -> dict[str, Any]:
        found = fetching.get(urljoin(f"{settings.OIDC_ISSUER.rstrip('/')}/", ".well-known/openid-configuration"))
        needed = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
        if found.get("issuer") != settings.OIDC_ISSUER or needed - found.keys():
            raise NotVouched("the provider's metadata are another issuer's, or lack addresses")
        return found


class PlainOAuth:
    """No token says for whom it was made, and nothing when the person signed in: nobody signs documents by it."""

    def address(self, attempt: Attempt, callback: str) -> str:
        return _grant(settings.OIDC_AUTHORIZE_URL, attempt, callback)

    def identify(self, attempt: Attempt, answer: QueryDict, callback: str) -> Identity:
        token = _exchange(settings.OIDC_TOKEN_URL, attempt, answer, callback, is_basic=False)
        person = fetching.get(settings.OIDC_USERINFO_URL, bearer=str(token.get("access_token", "")))
        return Identity(settings.OIDC_ISSUER, _subject(person.get(settings.OIDC_SUBJECT)), False, 0)


def current() -> OpenIdConnect | PlainOAuth | None:
    """The provider of this site, if it has one."""
    if not settings.OIDC_ISSUER:
        return None
    return PlainOAuth() if settings.OIDC_AUTHORIZE_URL else OpenIdConnect()


def _grant(endpoint: str, attempt: Attempt, callback: str, **more: str) -> str:
    return str(
        prepare_grant_uri(
            endpoint,
            settings.OIDC_CLIENT_ID,
            "code",
            redirect_uri=callback,
            scope=settings.OIDC_SCOPES,
            state=attempt.state,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
            **more,
        )
    )


def _exchange(endpoint: str, attempt: Attempt, answer: QueryDict, callback: str, *, is_basic: bool) -> dict[str, Any]:
    if error := answer.get("error"):
        said = error if error in _REFUSALS else "a word that is none of the standard's"
        raise NotVouched(f"the provider says {said}", f"您没有在{settings.OIDC_LABEL}登录，请重新开始。")
    fields = {
        "grant_type": "authorization_code",
        "code": answer.get("code", ""),
        "redirect_uri": callback,
        "code_verifier": attempt.verifier,
    }
    known = (settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    if is_basic:
        return fetching.post(endpoint, fields, basic=known)
    return fetching.post(endpoint, fields | {"client_id": known[0], "client_secret": known[1]})


def _same_subject(subject: Any, other: Any) -> None:
    if subject != other:
        raise NotVouched("the user info is another person's")


def _subject(found: Any) -> str:
    """Some plain providers number people."""
    subject = str(found) if isinstance(found, int) and not isinstance(found, bool) else found
    if not isinstance(subject, str) or not subject or len(subject) > 255:
        raise NotVouched("the provider names nobody")
    return subject
