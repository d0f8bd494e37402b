"""What changed between two versions of a plan, in the plan's own terms (plan format, section 8)."""
