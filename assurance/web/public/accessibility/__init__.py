"""What everybody can expect of these pages, whatever they read and write with."""

from assurance.web.public.accessibility.routes import blueprint as blueprint
