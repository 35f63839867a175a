import math
import struct
import wave

with wave.open("tone.wav", "wb") as w:
    w.setnchannels(1)
    w.setsampwidth(2)
    w.setframerate(8000)
    w.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(i / 5))) for i in range(800)))
with wave.open("tone.wav") as w:
    print(w.getparams())
