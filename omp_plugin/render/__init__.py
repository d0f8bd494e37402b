"""Pages to look at: formats, templates, components and the geometry of charts."""
