"""What follows from a plan: dates, attainment, money, coverage, health. Pure functions over the model."""
