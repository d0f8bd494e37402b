"""Text to values with positions: YAML, CSV, front matter and the folders that hold a plan."""
