"""Waits until the demonstration server answers, then says where it is and who can log in: `announce.py URL`."""

import sys
import time
import urllib.request
from urllib.error import URLError

from branches.accounts.demo import ACCOUNTS
from sizhiqiang import settings


def main(url: str) -> None:
    while not answers(url):
        time.sleep(0.3)
    width = max(len(account.username) for account in ACCOUNTS)
    print(f"\n平顶山市机关“四强”党支部评定：{url}（按 Ctrl-C 停止）\n\n演示账号（密码均为 {settings.DEMO_PASSWORD}）：")
    for account in ACCOUNTS:
        print(f"  {account.username:{width}}  {account.label}：{account.does}")
    print(flush=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30):
            return True
    except (URLError, TimeoutError, ConnectionError):
        return False


if __name__ == "__main__":
    main(sys.argv[1])
