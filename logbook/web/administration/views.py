"""The installation: programs and their first directors."""

from flask import Blueprint

bp = Blueprint("administration", __name__, url_prefix="/administration" or None)
