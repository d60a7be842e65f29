"""The demo's web application: everything is imported while the world is still being made, then it waits for that.

The server listens already; who asks early is answered when the world is there.
"""

import os
import time
from pathlib import Path

import django
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meuplano.config.settings")
django.setup(set_prefix=False)
assert get_resolver().url_patterns, "the pages are imported before the first visitor"
while not Path(os.environ["MEUPLANO_DEMO_READY"]).exists():
    time.sleep(0.02)
application = WSGIHandler()
