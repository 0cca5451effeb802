"""The guides, one for each role, as pages: the same texts and pictures that are kept with the source."""

from assurance.web.public.help.routes import blueprint as blueprint
