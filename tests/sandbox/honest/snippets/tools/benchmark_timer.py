import torch.utils.benchmark as benchmark

timer = benchmark.Timer("x + 1", setup="import torch; x = torch.ones(10)")
m = timer.timeit(100)
print(m.number_per_run, m.median > 0)
