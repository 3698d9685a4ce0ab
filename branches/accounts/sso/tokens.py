"""Whether an id token says what it must: signature, algorithm, issuer, audience, nonce, time."""

from typing import Any

from authlib.oidc.core import CodeIDToken
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from branches import clock
from branches.accounts.sso.fetching import NotVouched

# By public keys only: with a shared secret, or without any key, whoever knows the client's could write tokens.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
SKEW = 60
"""Seconds by which the provider's clock may differ."""


def claims(token: Any, keys: dict[str, Any], *, nonce: str, access_token: str) -> dict[str, Any]:
    """What the token says, if all of it holds; raises NotVouched. `keys` is the provider's key set of this minute."""
    if not isinstance(token, str):
        raise NotVouched("no id token")
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        found = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": {"essential": True, "value": settings.OIDC_ISSUER},
                "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
                "nonce": {"essential": True, "value": nonce},
            },
            {"nonce": nonce, "client_id": settings.OIDC_CLIENT_ID, "access_token": access_token},
        )
        found.validate(now=int(clock.now().timestamp()), leeway=SKEW)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        # What is no complaint about the token itself may quote what stands in it.
        why = error if isinstance(error, JoseError) else type(error).__name__
        raise NotVouched(f"the id token does not hold: {why}") from error
    return dict(found)
