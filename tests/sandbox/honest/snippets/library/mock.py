from unittest import mock

fake = mock.Mock(return_value=3)
print(fake(1, a=2), fake.call_args)
with mock.patch("math.sqrt", return_value=99):
    import math
    print(math.sqrt(4))
math.sqrt(4)
