"""From reading text to settled, linked names, quantities and periods."""
