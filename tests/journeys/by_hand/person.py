"""A person with a browser: opens pages, follows links by their words, fills in forms by their labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from assurance.persistence.models import MailMessage
from tests.journeys.by_hand.form import FilledForm
from tests.journeys.by_hand.page import Page

PASSWORD = "three unrelated words and a fourth"
ASKED = "Confirm it is you"
"""What a page says that refuses an act until a code is given."""


class Person:
    """Someone who sees only pages. Each page they see is checked for how it is made."""

    def __init__(self, app: Flask, name: str, email: str) -> None:
        self.name, self.email = name, email
        self.browser = app.test_client()
        self.page = Page("", 200, "<!doctype html><title>Blank</title><main><h1>Blank</h1></main>")
        self.seen: set[str] = set()
        self.kept: dict[str, tuple[str, str]] = {}
        """One page of each endpoint, and one that was refused, by what it is: its address and what was answered."""
        self.fresh_code: Callable[[], str] | None = None
        """Reads a code that has not been given yet off their device, once they have set one up."""

    def open(self, url: str, status: int = 200) -> Page:
        """Open an address, following where it leads."""
        answer = self.browser.get(url)
        for _ in range(3):
            if answer.status_code not in (302, 303):
                break
            url = urljoin(url, answer.location)
            answer = self.browser.get(urlsplit(url)._replace(fragment="").geturl())
        assert answer.status_code == status, f"{self.name} opened {url}: {answer.status_code} {answer.text[:3000]}"
        assert answer.mimetype == "text/html", f"{url} is {answer.mimetype}"
        self.seen.add(urlsplit(url).path)
        self._keep(url, answer.text)
        self.page = Page(url, answer.status_code, answer.text)
        return self.page

    def _keep(self, url: str, html: str, how: str = "") -> None:
        adapter = self.browser.application.url_map.bind("localhost")
        endpoint, _ = adapter.match(urlsplit(url).path, "POST" if how else "GET")
        self.kept.setdefault(f"{endpoint} {how}", (urlsplit(url).path, html))

    def follow(self, *words: str, status: int = 200) -> Page:
        """Follow links one after the other by their words; the last page answers with the status."""
        for text in words[:-1]:
            self.open(urljoin(self.page.url, self.page.link(text)))
        return self.open(urljoin(self.page.url, self.page.link(words[-1])), status)

    def press(
        self,
        button: str,
        answers: Mapping[str, Any] | None = None,
        *,
        says: str = "",
        refused: int = 0,
        shows: str = "",
    ) -> Page:
        """Fill in the form of a button and press it; a good answer leads on to a page, a refusal is one itself.

        What is `shown` once, by its heading, is a page in answer and not one that is led to.
        """
        forms = self.page.forms(button)
        assert forms, f"{self.page.url} has no button “{button}”, only: {self.page.buttons()}"
        assert len(forms) == 1, f"{self.page.url} has {len(forms)} buttons “{button}”"
        form = FilledForm(forms[0], button).fill(answers or {})
        assert form.method == "POST", f"“{button}” does not post"
        url = urljoin(self.page.url, form.action)
        kept = {"Referer": f"http://localhost{self.page.url}"}
        answer = self.browser.post(url, data=form.data(), content_type="multipart/form-data", headers=kept)
        if self.fresh_code is not None and answer.status_code == 403 and ASKED in answer.text:
            self._keep(url, answer.text, "asked")
            answer = self._confirm(answer.text, url, self.fresh_code())
        if refused:
            assert answer.status_code == refused, f"“{button}” at {url}: {answer.status_code} {answer.text[:3000]}"
            self._keep(url, answer.text, "refused")
            self.page = Page(url, answer.status_code, answer.text)
        elif shows:
            assert answer.status_code == 200, f"“{button}” at {url}: {answer.status_code} {_why(answer.text, url)}"
            self._keep(url, answer.text, "shown")
            self.page = Page(url, answer.status_code, answer.text)
            assert shows in self.page.title, self.page.title
        else:
            assert answer.status_code == 302, f"“{button}” at {url}: {answer.status_code} {_why(answer.text, url)}"
            self.open(urljoin(url, answer.location))
        assert says in self.page, f"{self.page.url} does not say “{says}” but: {self.page.words}"
        return self.page

    def _confirm(self, asked: str, url: str, code: str) -> TestResponse:
        """Give a code where an act was refused for want of one, and send on what was typed."""
        offered = self._send_form(Page(url, 403, asked), "Continue", {"Code": code})
        assert offered.status_code == 200, offered.text[:2000]
        page = Page(url, 200, offered.text)
        return self._send_form(page, onward(page), {})

    def _send_form(self, page: Page, button: str, typed: Mapping[str, Any]) -> TestResponse:
        form = FilledForm(page.forms(button)[0], button).fill(typed)
        return self.browser.post(
            urljoin(page.url, form.action), data=form.data(), content_type="multipart/form-data"
        )  # fmt: skip

    def go_home(self) -> Person:
        """Leave the public pages, where one’s own menu is not shown, by one’s name."""
        if urlsplit(self.page.url).path.startswith(("/help", "/notices", "/opportunities", "/words")):
            self.follow(self.name)
        return self

    def fetch(self, words: str) -> tuple[str, bytes]:
        """Download what a link of the page leads to; returns its type and content."""
        answer = self.browser.get(urljoin(self.page.url, self.page.link(words)))
        assert answer.status_code == 200, f"“{words}” of {self.page.url}: {answer.status_code}"
        return answer.mimetype, answer.data

    def save(self, button: str) -> tuple[str, bytes]:
        """Press a button that answers with a file; returns its type and content."""
        (form,) = self.page.forms(button)
        answer = self.browser.post(urljoin(self.page.url, form.get("action", "")), data=FilledForm(form, button).data())
        assert answer.status_code == 200, f"“{button}” of {self.page.url}: {answer.status_code}"
        return answer.mimetype, answer.data

    def sign_in(self) -> Person:
        """Find the way in from the front page."""
        self.open("/")
        self.follow("Sign in")
        self.press("Sign in", {"Email address": self.email, "Password": PASSWORD})
        return self

    def register(self, organisation: str) -> Person:
        """Register an organisation that wants to bid, complete it by the link that comes by e-mail, and sign in."""
        self.open("/")
        self.follow("Sign in", "register an organisation")
        self.press(
            "Send me the link",
            {
                "Name of your organisation": organisation,
                "Your full name": self.name,
                "Your work email address": self.email,
            },
            shows="Check your email",
        )
        self.open(self._mailed_link())
        self.press("Register", {"Password": PASSWORD}, says="is registered, and you are its lead")
        self.press("Sign in", {"Email address": self.email, "Password": PASSWORD})
        return self

    def _mailed_link(self) -> str:
        """Read the newest letter to oneself, and return where its link leads."""
        with self.browser.application.extensions["assurance_database"].reading() as rows:
            to_me = select(MailMessage).where(MailMessage.recipient == self.email).order_by(MailMessage.id.desc())
            letter = rows.scalars(to_me).first().body
        return urlsplit(next(word for word in letter.split() if "/link/" in word)).path


def onward(page: Page) -> str:
    """Return the button that goes on with what was asked for before the code."""
    return "Send what I typed" if "Send what I typed" in page.buttons() else "Go on"


def _why(html: str, url: str) -> str:
    page = Page(url, 0, html)
    return page.words[:2000]
