import functools
import time

import torch


def timed(function):
    @functools.wraps(function)
    def wrapper(*args):
        began = time.perf_counter()
        try:
            return function(*args)
        finally:
            took = time.perf_counter() - began
            print(function.__name__, took < 60)

    return wrapper


@timed
def multiply(a, b):
    return a @ b


print(multiply(torch.eye(2), torch.ones(2, 1)))
multiply(torch.ones(2, 3), torch.ones(2, 3))
