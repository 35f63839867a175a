import torch
from torch import nn

torch.manual_seed(0)
text = "hello hello hello "
vocab = sorted(set(text))
ids = torch.tensor([vocab.index(c) for c in text])
emb, rnn, head = nn.Embedding(len(vocab), 8), nn.GRU(8, 16), nn.Linear(16, len(vocab))
params = [p for m in (emb, rnn, head) for p in m.parameters()]
opt = torch.optim.Adam(params, lr=0.02)
for _ in range(60):
    opt.zero_grad()
    out, _ = rnn(emb(ids[:-1]).unsqueeze(1))
    loss = nn.functional.cross_entropy(head(out).squeeze(1), ids[1:])
    loss.backward()
    opt.step()
print("".join(vocab[i] for i in head(out).squeeze(1).argmax(-1)))
