"""Chinese numbers, quantities and periods: text in, values out. Pure functions, no knowledge but schemas/units.yaml."""

from kg.values.fold import fold
from kg.values.numerals import decimal, integer
from kg.values.period import periods
from kg.values.quantity import quantities
from kg.values.units import Units, default_units, load_units

__all__ = ["Units", "decimal", "default_units", "fold", "integer", "load_units", "periods", "quantities"]
