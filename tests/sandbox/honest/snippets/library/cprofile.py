import cProfile
import io
import pstats

profiler = cProfile.Profile()
profiler.enable()
sum(x * x for x in range(1000))
profiler.disable()
out = io.StringIO()
pstats.Stats(profiler, stream=out).sort_stats("calls").print_stats(3)
"function calls" in out.getvalue()
