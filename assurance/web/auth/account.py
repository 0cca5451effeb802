"""One’s own account, for the people of both sides: who one is here, password, sign-ins, recovery codes."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Audience
from assurance.domain.authority.sign_ins import Ended
from assurance.domain.errors import InvalidInput
from assurance.services import factors, own_password, recovery_codes, second_factor, sign_ins
from assurance.services.guessing import TooMany
from assurance.web.auth import own_devices
from assurance.web.auth.forms import ChangePasswordForm
from assurance.web.auth.lasting import seconds_left
from assurance.web.auth.provider import identity_provider
from assurance.web.auth.routes import blueprint
from assurance.web.guards import actor, machine_now, now, requires
from assurance.web.stepping_up import stepped_up_at
from assurance.web.transaction import commits, database, db

BY_MAIL = {Audience.STAFF: "staff.messages.by_mail", Audience.SUPPLIER: "supplier.messages.by_mail"}


@blueprint.get("/account")
@requires(Permission.ACCOUNT_OWN)
def account() -> ResponseReturnValue:
    """Show who one is here, where one is signed in, and what one can change."""
    me = actor().user_id
    return render_template(
        "auth/account.html", layout=_layout(), person=current_user.user, here=current_user.number,
        open_sign_ins=sign_ins.list_open(db(), user_id=me, at=machine_now()), machine_now=machine_now(),
        has=factors.factors_of(db(), user_id=me, provider=identity_provider()),
        codes_left=recovery_codes.count_left(db(), me), by_mail=url_for(BY_MAIL[actor().audience]),
    )  # fmt: skip


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
@commits
def change_password() -> ResponseReturnValue:
    """Change one’s own password by the current one; every other sign-in ends."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return render_template("auth/change_password.html", layout=_layout(), form=form), form.status
    me = actor()
    db().commit()  # nobody waits for a lock while a password is compared
    try:
        others = own_password.change(
            database(), actor=me, token=str(current_user.token), current=form.current.data, new=form.password.data,
            place=request.remote_addr or "", now=now(), device=own_devices.known(current_user.user.email),
        )  # fmt: skip
    except InvalidInput as refused:
        form.attach(refused)
        status = 429 if isinstance(refused, TooMany) else form.status
        return render_template("auth/change_password.html", layout=_layout(), form=form), status
    ended = " Where else you were signed in, that has ended." if others else ""
    flash(f"Your password is changed.{ended}", "success")
    return redirect(url_for(".account"))


@blueprint.post("/account/sign-ins/<int:number>/end")
@requires(Permission.ACCOUNT_OWN)
@commits
def end_sign_in(number: int) -> ResponseReturnValue:
    """End one of one’s own sign-ins."""
    ended = sign_ins.end_one(db(), number=number, actor=actor(), now=now())
    flash(f"The sign-in with {ended.browser or 'another browser'} has ended.", "success")
    return redirect(url_for(".account"))


@blueprint.post("/account/sign-ins/end-others")
@requires(Permission.ACCOUNT_OWN)
@commits
def end_other_sign_ins() -> ResponseReturnValue:
    """End every sign-in of one’s own but this one."""
    sign_ins.end_others(
        db(), user_id=actor().user_id, token=str(current_user.token), because=Ended.CLOSED, now=now()
    )  # fmt: skip
    flash("You are signed in only here now.", "success")
    return redirect(url_for(".account"))


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
@commits
def renew_recovery_codes() -> ResponseReturnValue:
    """Get new recovery codes in place of the old, after a second factor that was just given."""
    if not second_factor.is_enrolled(db(), actor().user_id):
        return redirect(url_for(".account"))
    if request.method == "GET":
        return render_template("auth/renew_recovery_codes.html", layout=_layout(), codes=[])
    second_factor.demand_fresh(stepped_up_at(), now(), act="get new recovery codes")
    codes = recovery_codes.renew(db(), actor=actor(), now=now())
    return render_template("auth/renew_recovery_codes.html", layout=_layout(), codes=codes)


@blueprint.get("/account/time-left")
@requires(Permission.ACCOUNT_OWN)
def time_left() -> ResponseReturnValue:
    """Say how many seconds the sign-in lasts; asking because somebody pressed a button lets it last longer."""
    return {"seconds": seconds_left()}


def _layout() -> str:
    return f"{actor().audience.value}/base.html"
