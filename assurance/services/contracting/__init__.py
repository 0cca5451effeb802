"""The contract once it is signed: made ready, amended, reported on, paid, reviewed. One act in each function."""
