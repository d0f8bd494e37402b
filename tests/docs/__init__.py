"""The guide and the README are held to what the product does."""
