import numpy as np
from PIL import Image

pixels = np.zeros((4, 6, 3), dtype=np.uint8)
pixels[..., 0] = 255
image = Image.fromarray(pixels).resize((12, 8))
image.save("red.png")
again = Image.open("red.png")
print(again.size, again.mode, again.getpixel((0, 0)))
