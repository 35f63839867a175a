_ = 5
__private = 6
for _ in range(3):
    pass
_, __private
