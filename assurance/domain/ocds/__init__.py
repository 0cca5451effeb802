"""Open contracting data: releases of the Open Contracting Data Standard 1.1.5 with the UK extensions, out and in."""
