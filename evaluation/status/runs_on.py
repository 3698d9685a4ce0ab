"""What the system runs on, for the line at its start and for 系统状态: where things are, never a user or a password."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from branches.files import store


def database() -> tuple[str, str]:
    """Its kind and its place: a file, or host, port and name on a server."""
    here = connection.settings_dict
    server = ":".join(str(part) for part in (here.get("HOST"), here.get("PORT")) if part)
    return connection.display_name, f"{server}/{here['NAME']}" if server else str(here["NAME"])


def broker() -> tuple[str, str]:
    """Its kind and its place; a folder where there is no server."""
    if not settings.REDIS_URL:
        return "files", str(settings.CELERY_QUEUE_DIR)
    url = urlsplit(settings.REDIS_URL)
    return "Redis", f"{url.hostname}:{url.port or 6379}{url.path}"


def line() -> str:
    mode = "demo" if settings.DEMO else "embedded" if settings.EMBEDDED else "site"
    stores = "; ".join(f"{name} {' '.join(one)}" for name, one in (("database", database()), ("broker", broker())))
    files = f"; files {place}" if (place := store.place()) else ""
    return f"version {settings.VERSION}; mode {mode}; {stores}{files}; data {settings.DATA_DIR}"


def rows() -> list[dict[str, str]]:
    """The same for a page, as label and value."""
    mode = "演示" if settings.DEMO else "单机运行" if settings.EMBEDDED else "正式运行"
    (kind, place), (queue, where) = database(), broker()
    found = {
        "版本": settings.VERSION,
        "运行方式": mode,
        "数据库": f"{kind}（{place}）",
        "任务队列": f"{'文件' if queue == 'files' else queue}（{where}）",
        "数据目录": str(settings.DATA_DIR),
    } | ({"文件存储": place} if (place := store.place()) else {})
    return [{"label": label, "value": value} for label, value in found.items()]
