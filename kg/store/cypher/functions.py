"""The functions that both engines answer alike, and the type of what each returns."""

from __future__ import annotations

AGGREGATES = frozenset(("count", "sum", "avg", "min", "max", "collect", "stdev"))

# name -> type of the result; "first" is the type of the first argument, "element" that of its elements.
FUNCTIONS = {
    "count": "integer",
    "sum": "first",
    "avg": "number",
    "stdev": "number",
    "min": "first",
    "max": "first",
    "collect": "list of first",
    "abs": "first",
    "ceil": "number",
    "floor": "number",
    "round": "number",
    "sign": "integer",
    "exp": "number",
    "pi": "number",
    "e": "number",
    "size": "integer",
    "length": "integer",
    "tointeger": "integer",
    "tofloat": "number",
    "toboolean": "boolean",
    "tostring": "string",
    "tolower": "string",
    "toupper": "string",
    "trim": "string",
    "ltrim": "string",
    "rtrim": "string",
    "replace": "string",
    "substring": "string",
    "left": "string",
    "right": "string",
    "split": "list:string",
    "type": "string",
    "labels": "list:string",
    "keys": "list:string",
    "nodes": "list:node",
    "relationships": "list:relationship",
    "startnode": "node",
    "endnode": "node",
    "properties": "map",
    "range": "list:integer",
    "head": "element",
    "last": "element",
    "tail": "first",
    "reverse": "first",
    "coalesce": "first",
    "date": "date",
    "duration": "duration",
    "duration.indays": "duration",
    "duration.inmonths": "duration",
}

# What is refused by name, and the message that says what to write instead.
REFUSED = {
    "id": "cypher.use_id",
    "elementid": "cypher.use_id",
    "duration.between": "cypher.duration",
    "duration.inseconds": "cypher.duration",
    "percentilecont": "cypher.percentile",
    "percentiledisc": "cypher.percentile",
    "stdevp": "cypher.percentile",
    "rand": "cypher.chance",
    "randomuuid": "cypher.chance",
    "timestamp": "cypher.chance",
    "sqrt": "cypher.mathematics",
    "log": "cypher.mathematics",
    "log10": "cypher.mathematics",
}
NUMERIC = frozenset(("sum", "avg", "stdev", "abs", "ceil", "floor", "round", "sign", "exp"))
OF_NODES = {"labels": "node", "startnode": "relationship", "endnode": "relationship", "type": "relationship"}
