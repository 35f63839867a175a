import contextvars
import queue

var = contextvars.ContextVar("var", default=0)
token = var.set(5)
print(var.get(), contextvars.copy_context()[var])
var.reset(token)
q = queue.PriorityQueue()
for item in (3, 1, 2):
    q.put(item)
print([q.get() for _ in range(3)], var.get())
try:
    q.get_nowait()
except queue.Empty:
    print("empty")
