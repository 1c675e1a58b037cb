"""The graph in a Neo4j server: pushed, pulled back, asked.

Every node and relation that kg writes has `graph`, the name of its dataset, and `hash`, a hash of what it holds.
Nodes are unique by (graph, id). What has no such `graph` belongs to others and is never touched.
"""

from kg.store.neo4j.ask import ask, explain
from kg.store.neo4j.connection import Server
from kg.store.neo4j.pull import pull
from kg.store.neo4j.push import Pushed, push

__all__ = ["Pushed", "Server", "ask", "explain", "pull", "push"]
