"""Open data: a release for each published notice, made with it; past procurements of others for reference."""
