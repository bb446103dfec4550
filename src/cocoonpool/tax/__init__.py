"""Files for the tax office: what a participant was paid in a year, row by row, in the layouts that tax tools read."""
