"""How gunicorn serves this service; it reads this file of itself where it is started.

The application is loaded once, before the workers part from their parent: what is loaded then and
never changes lies in memory once for all of them. Nothing may be open at that time that workers
must not share, a connection, a thread; tests/house/test_worker.py looks.
"""

preload_app = True
