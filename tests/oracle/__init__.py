"""An independent reading of the schedule rules, to hold the engine against."""
