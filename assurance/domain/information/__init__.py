"""Requests for information under the Freedom of Information Act 2000: until when, and what may be withheld."""
