from flask import Blueprint

bp = Blueprint("hospital", __name__, url_prefix="/hospital")
