"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from branches.incoming.characters import Understood
from sizhiqiang.start import announce, load_pages, readable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sizhiqiang.settings")
with readable():
    application = Understood(get_wsgi_application())
    load_pages()
announce("web")
