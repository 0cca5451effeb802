"""Forms: what a person may type, as NHS.UK components. Shape of input only; the services hold the rules."""
