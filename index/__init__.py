"""Build time: read, clean, section, chunk and index plan documents."""
