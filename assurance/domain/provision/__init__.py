"""What is provided: the programme, its pathways, and the form in which providers work together."""
