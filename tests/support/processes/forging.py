"""A provider that lies as it is told, on a free port of 127.0.0.1: `python -m tests.support.processes.forging`.

It prints its port, serves until its input ends, and takes at /told what to do next: {"subject", "fault", "claims",
"userinfo", "algorithm"}. It holds its clients to what they promised: the secret, the redirect, PKCE.
"""

import hashlib
import hmac
import json
import secrets
import sys
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "sizhiqiang", "a secret of the client"
TOLD: dict[str, Any] = {}
CODES: dict[str, dict[str, str]] = {}
KEYS = [RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})]
FOREIGN = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


class Forger(BaseHTTPRequestHandler):
    server: ThreadingHTTPServer

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = dict(parse_qsl(url.query))
        if url.path == "/.well-known/openid-configuration":
            self.say(self.metadata())
        elif url.path == "/keys":
            self.say({"keys": [key.as_dict(private=False) for key in KEYS]})
        elif url.path == "/userinfo":
            self.say({"sub": TOLD.get("userinfo", TOLD.get("subject", "")), "id": 42})
        elif url.path == "/authorize":
            code = secrets.token_urlsafe()
            CODES[code] = asked
            answer = {"code": code, "state": asked["state"]} | TOLD.get("answer", {})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
            self.end_headers()
        else:
            self.say({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/told":
            TOLD.clear()
            TOLD.update(json.loads(body))
            if TOLD.get("fault") == "rotate":
                KEYS[:] = [RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})]
            return self.say({})
        given = dict(parse_qsl(body))
        asked = CODES.pop(given["code"], None)
        if asked is None or not self.is_honest(given, asked):
            return self.say({"error": "invalid_grant"}, 400)
        access_token = secrets.token_urlsafe()
        id_token = self.token(asked, access_token)
        return self.say({"access_token": access_token, "token_type": "Bearer", "id_token": id_token})

    def is_honest(self, given: dict[str, str], asked: dict[str, str]) -> bool:
        basic = self.headers.get("Authorization", "").removeprefix("Basic ")
        known = b64decode(basic).decode() if basic else f"{given.get('client_id')}:{given.get('client_secret')}"
        challenge = urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).decode().rstrip("=")
        return (
            known.replace("+", " ") == f"{CLIENT}:{SECRET}"
            and given["redirect_uri"] == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": TOLD.get("metadata_issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def token(self, asked: dict[str, str], access_token: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": TOLD.get("subject", ""),
            "aud": CLIENT,
            "nonce": asked.get("nonce"),
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
        }
        for name, said in TOLD.get("claims", {}).items():
            claims[name] = now + said if name in {"exp", "iat", "auth_time", "nbf"} and said is not None else said
        claims = {name: value for name, value in claims.items() if value is not None}
        fault = TOLD.get("fault")
        if fault == "unsigned":
            return ".".join([_part({"alg": "none"}), _part(claims), ""])
        if fault == "shared_secret":
            return _by_secret(claims, SECRET.encode())
        if fault == "public_key_as_secret":
            return _by_secret(claims, KEYS[0].as_pem(private=False))
        key = FOREIGN if fault == "foreign_key" else KEYS[0]
        token = jwt.encode({"alg": "RS256", "kid": KEYS[0].kid}, claims, key)
        if fault == "changed":
            head, _, signature = token.split(".")
            return ".".join([head, _part(claims | {"sub": TOLD["claimed"]}), signature])
        return token

    def say(self, words: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


def _by_secret(claims: dict[str, Any], secret: bytes) -> str:
    signed = f"{_part({'alg': 'HS256', 'kid': KEYS[0].kid})}.{_part(claims)}"
    signature = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(signature).decode().rstrip('=')}"


def _part(words: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip("=")


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Forger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    sys.stdin.read()
