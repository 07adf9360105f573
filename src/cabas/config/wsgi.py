"""The web application, for any WSGI server."""

import gc
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

LEFT_MAX = 50_000  # objects that requests left behind, before what they left in circles is looked for

application = get_wsgi_application()


def _sweep(**_of_the_signal: Any) -> None:
    """Once the answer has left: nobody waits for it."""
    if gc.get_count()[0] > LEFT_MAX:
        gc.collect()


# A page of rows makes tens of thousands of objects, which go by themselves once it is written: looking for circles
# among them while it is made took up to a quarter of its time. What a process has loaded stays to its end, unseen.
gc.collect()
gc.freeze()
gc.disable()
request_finished.connect(_sweep, dispatch_uid="sweep")
