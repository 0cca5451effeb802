"""The pages: three audiences, each with its own header, menu and home."""
