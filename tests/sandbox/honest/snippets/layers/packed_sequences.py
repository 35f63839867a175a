import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

batch = [torch.ones(3, 1), torch.ones(1, 1), torch.ones(2, 1)]
padded = pad_sequence(batch, batch_first=True)
packed = pack_padded_sequence(padded, [3, 1, 2], batch_first=True, enforce_sorted=False)
print(padded.squeeze(-1), packed.batch_sizes)
pad_packed_sequence(packed, batch_first=True)[1]
