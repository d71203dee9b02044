"""The ledger, to be read."""

from flask import Blueprint

bp = Blueprint("audit", __name__, url_prefix="/ledger" or None)
