"""The room's blueprint, apart from its views, so that they can be in several files."""

from flask import Blueprint

bp = Blueprint("opportunity", __name__, url_prefix="/cohort/opportunity")
