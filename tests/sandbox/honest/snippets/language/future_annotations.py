from __future__ import annotations


class Node:
    def __init__(self, value: int, next: Node | None = None) -> None:
        self.value, self.next = value, next


n = Node(1, Node(2))
print(n.next.value, Node.__init__.__annotations__)
