"""The vocabulary of a plan: what authors write, typed, frozen, with the place of every field."""
