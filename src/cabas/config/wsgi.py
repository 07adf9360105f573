"""The web application, for any WSGI server."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# What a process has loaded stays to its end: it is not looked through again for each page that makes rows of objects
# (a quarter of the time of validating 270 baskets).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
