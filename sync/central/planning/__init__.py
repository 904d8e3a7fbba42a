"""Files for the systems of the government: e-planning, e-budgeting, e-monev, e-purchasing."""
