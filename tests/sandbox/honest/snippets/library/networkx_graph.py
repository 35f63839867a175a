import networkx as nx

g = nx.DiGraph([("x", "mul"), ("w", "mul"), ("mul", "loss")])
print(list(nx.topological_sort(g)), nx.shortest_path(g, "w", "loss"))
nx.is_directed_acyclic_graph(g)
