import torch

z = torch.tensor([1 + 2j, 3 - 1j])
print(z.real, z.imag, z.abs(), z.conj(), z.angle())
print(torch.view_as_real(z))
print(torch.fft.fft(torch.ones(4)))
torch.polar(torch.tensor(1.0), torch.tensor(torch.pi))
