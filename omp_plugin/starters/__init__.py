"""Files that a new repository begins with."""
