"""The supervisor's queue of cases to answer."""

from flask import Blueprint

bp = Blueprint("approval", __name__, url_prefix="/queue" or None)
