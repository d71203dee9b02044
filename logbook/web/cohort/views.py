"""Fellows side by side, and one fellow's progress with its evidence."""

from flask import Blueprint

bp = Blueprint("cohort", __name__, url_prefix="/cohort" or None)
