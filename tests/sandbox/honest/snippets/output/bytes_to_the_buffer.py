import sys

sys.stdout.buffer.write("raw ünicode\n".encode())
sys.stdout.buffer.flush()
print("text")
