"""Which pages a plan and a site have, and what their expressions ask for."""
