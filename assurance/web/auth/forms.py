"""What a person types to sign in or to register their organisation."""

from __future__ import annotations

from wtforms import EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Regexp

from assurance.web.forms.base import BaseForm

ADDRESS = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message="Enter an email address in the form name@example.org")


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
    name = StringField("Your full name", [InputRequired("Enter your full name"), Length(max=120)])
    email = EmailField("Your work email address", [InputRequired("Enter your email address"), Length(max=254), ADDRESS])
    password = PasswordField(
        "Password",
        [InputRequired("Enter a password")],
        description="At least 12 characters. Three or four unrelated words make a good password.",
    )
    submit = SubmitField("Register")
