import numpy as np

signal = np.sin(2 * np.pi * np.arange(8) / 8)
spectrum = np.fft.rfft(signal)
print(np.abs(spectrum).round(6))
print(np.fft.fftfreq(4), np.allclose(np.fft.irfft(spectrum), signal))
