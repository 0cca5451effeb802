"""Where the pages of invitations and de-briefs hang."""

from flask import Blueprint

blueprint = Blueprint("letters", __name__, url_prefix="/procurements/<ref>/letters")
