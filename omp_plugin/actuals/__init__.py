"""KPI values from data files and databases: optional extras, imported only when a plan asks for them."""
