import torch

x = torch.sin(torch.arange(64.0))
s = torch.stft(x, n_fft=16, window=torch.hann_window(16), return_complex=True)
print(s.shape)
torch.allclose(torch.istft(s, 16, window=torch.hann_window(16), length=64), x, atol=1e-4)
