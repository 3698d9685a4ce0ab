"""How gunicorn is started everywhere: no log of its own of requests, and nothing of a request in its complaints.

Our lines tell each request by the name of its page (sizhiqiang/logs.py). Whoever turns an access log on by GUNICORN_CMD_ARGS
gets one without paths and queries: people search for names, and the address of a calendar is a key.
"""

# What is wrong with the installation is said once, not by each worker.
preload_app = True
accesslog = None
access_log_format = (
    '{"at": "%(t)s", "address": "%(h)s", "method": "%(m)s", "status": %(s)s, "bytes": %(B)s, "us": %(D)s}'
)
# Nobody governs it by a console.
control_socket_disable = True
logger_class = "sizhiqiang.server_log.Logger"
