"""Provider assurance: gates, their lines of enquiry, verdicts, and conditions that travel to the contract."""
