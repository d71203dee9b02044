"""The program's affairs: members, invitations, sites, enrollments."""

from flask import Blueprint

bp = Blueprint("programs", __name__, url_prefix="/program" or None)
