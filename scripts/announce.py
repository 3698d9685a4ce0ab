"""Waits until the demonstration server answers, then says where it is and who can log in: `announce.py URL`."""

import sys
import time
import urllib.request
from urllib.error import URLError

from branches.accounts.demo import ACCOUNTS, SECOND_PERSONS
from branches.names import CITY_HONOUR
from sizhiqiang import settings


def main(url: str) -> None:
    while not answers(url):
        time.sleep(0.3)
    accounts = (*ACCOUNTS, *SECOND_PERSONS)
    width = max(len(account.username) for account in accounts)
    print(f"\n{CITY_HONOUR}评定：{url}（按Ctrl-C停止）\n\n演示账号（密码均为{settings.DEMO_PASSWORD}）：")
    for account in accounts:
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
