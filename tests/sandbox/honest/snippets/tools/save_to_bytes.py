import io
import torch

buffer = io.BytesIO()
torch.save(torch.arange(3), buffer)
buffer.seek(0)
torch.load(buffer)
