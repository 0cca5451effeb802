"""The words of the service, explained."""

from assurance.web.public.words.routes import blueprint as blueprint
