"""An S3 store, moto's, with these buckets: `python -m tests.support.processes.storing KEY SECRET BUCKET…`.

It prints its address and serves until its input ends. What was put in is gone with it.
"""

import sys

import boto3
from moto.server import ThreadedMotoServer

if __name__ == "__main__":
    key, secret, *buckets = sys.argv[1:]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client(
        "s3",
        endpoint_url=address,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name="us-east-1",
    )
    for one in buckets:
        client.create_bucket(Bucket=one)
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    sys.stdin.read()
