"""Delivery over HTTP: pages for staff, suppliers and the public. Decides nothing; asks the services."""
