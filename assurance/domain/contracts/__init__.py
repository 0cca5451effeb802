"""What the contract pays: base, outcomes and the shares earned."""
