"""Results to HTML: numbers and dates as readers write them, components, charts."""
