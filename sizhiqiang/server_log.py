"""What the web server has to say beside our own lines, as lines of the same form, without what was asked for."""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger as PlainLogger

from sizhiqiang.logs import Lines

# Of both gunicorn goes on with the address, or quotes it where it is malformed.
_QUOTING = re.compile(r"(Error handling request|Invalid request from ip=\S+?)(?::? .*)?", re.S)


def without_request(record: logging.LogRecord) -> bool:
    """A filter that lets every record pass, but for what it says of one request."""
    if found := _QUOTING.fullmatch(record.getMessage()):
        record.msg, record.args = found[1], ()
    return True


class Logger(PlainLogger):  # type: ignore[misc]
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(without_request)
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines())
