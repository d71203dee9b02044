"""The room of teaching, tests and milestones: its pages hang on one blueprint."""

from flask import Blueprint

bp = Blueprint("teaching", __name__, url_prefix="/teaching")
