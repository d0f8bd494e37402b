"""A finished site put where its readers are: a folder of a web server, or a branch that holds every version."""
