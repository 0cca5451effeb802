"""What a person types to sign in or to register their organisation."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Regexp

from assurance.web.forms.base import BaseForm

ADDRESS = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message="Enter an email address in the form name@example.org")

IS_DIFFERENT = "Ours is another organisation than the one already registered, or its name is right"
GOOD_PASSWORD = "At least 12 characters. Three or four unrelated words make a good password."


class SignInForm(BaseForm):
    """Email address and password."""

    email = EmailField("Email address", [InputRequired("Enter your email address"), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password")])
    submit = SubmitField("Sign in")


class RegisterSupplierForm(BaseForm):
    """A provider registers by one of its own people."""

    organisation_name = StringField(
        "Name of your organisation", [InputRequired("Enter the name of your organisation"), Length(max=200)]
    )
    company_number = StringField(
        "Company number (if it has one)", [Length(max=20)],
        description="8 characters, from the register of companies. It helps to find double registrations.",
    )  # fmt: skip
    is_different = BooleanField(IS_DIFFERENT)
    name = StringField("Your full name", [InputRequired("Enter your full name"), Length(max=120)])
    email = EmailField(
        "Your work email address", [InputRequired("Enter your email address"), Length(max=254), ADDRESS],
        description="We send a link there. With it you set a password and complete the registration.",
    )  # fmt: skip
    submit = SubmitField("Send me the link")


class CompleteRegistrationForm(BaseForm):
    """Whoever reads the address sets a password, and the provider is registered."""

    is_different = BooleanField(IS_DIFFERENT)
    password = PasswordField("Password", [InputRequired("Enter a password")], description=GOOD_PASSWORD)
    submit = SubmitField("Register")


class ForgottenForm(BaseForm):
    """Whose password is forgotten."""

    email = EmailField("Email address", [InputRequired("Enter your email address"), Length(max=254), ADDRESS])
    submit = SubmitField("Send me a link")


class NewPasswordForm(BaseForm):
    """A new password in place of a forgotten one."""

    password = PasswordField("New password", [InputRequired("Enter a new password")], description=GOOD_PASSWORD)
    submit = SubmitField("Set the new password")


class ChangePasswordForm(BaseForm):
    """A new password by who knows the present one."""

    current = PasswordField("Your current password", [InputRequired("Enter your current password")])
    password = PasswordField("New password", [InputRequired("Enter a new password")], description=GOOD_PASSWORD)
    submit = SubmitField("Change the password")


class JoinForm(BaseForm):
    """A colleague who was invited sets their name and password."""

    name = StringField("Your full name", [InputRequired("Enter your full name"), Length(max=120)])
    password = PasswordField(
        "Password",
        [InputRequired("Enter a password")],
        description=GOOD_PASSWORD,
    )
    submit = SubmitField("Join")
