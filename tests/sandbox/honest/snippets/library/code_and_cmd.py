import code
import io
import contextlib

console = code.InteractiveInterpreter()
with contextlib.redirect_stdout(io.StringIO()) as out:
    console.runsource("1 + 1")
print(out.getvalue())
code.compile_command("x = 1").co_names
