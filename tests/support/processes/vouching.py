"""An honest provider, oidc-provider-mock's, on a free port: `python -m tests.support.processes.vouching`.

It prints its address and serves until its input ends. Whoever types a subject on its page is that subject.
"""

import sys

from oidc_provider_mock import run_server_in_thread

if __name__ == "__main__":
    with run_server_in_thread(require_nonce=True) as server:
        sys.stdout.write(f"http://localhost:{server.server_port}\n")
        sys.stdout.flush()
        sys.stdin.read()
