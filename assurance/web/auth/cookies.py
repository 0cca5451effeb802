"""What the service keeps in a browser, and why nobody is asked about it: the service cannot do without any of it.

The Privacy and Electronic Communications Regulations 2003, regulation 6(4), ask no consent for that, but a clear word.
"""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from assurance.web.auth import own_devices
from assurance.web.auth.routes import blueprint
from assurance.web.guards import public


@blueprint.get("/cookies/")
@public
def cookies() -> ResponseReturnValue:
    """Each cookie by its name, what it is for and how long it stays."""
    return render_template(
        "auth/cookies.html", session_name=current_app.config["SESSION_COOKIE_NAME"],
        device_name=own_devices.cookie_name(), days=own_devices.REMEMBERED.days,
    )  # fmt: skip
