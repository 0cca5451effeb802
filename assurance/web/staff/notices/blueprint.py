"""Where the pages of the notices hang."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__, url_prefix="/procurements/<ref>/notices")
