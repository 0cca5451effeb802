"""What may stand between the outcome and the contract."""
