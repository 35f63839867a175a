import torch
import torch.nn.functional as F

text = "the cat sat on the mat the end"
chars = sorted(set(text))
stoi = {c: i for i, c in enumerate(chars)}
N = torch.zeros(len(chars), len(chars), dtype=torch.int32)
for a, b in zip(text, text[1:]):
    N[stoi[a], stoi[b]] += 1
P = (N + 1).float()
P /= P.sum(1, keepdim=True)
print(P.shape, P[stoi["t"]].argmax().item() == stoi["h"])
xs = torch.tensor([stoi[c] for c in text[:-1]])
ys = torch.tensor([stoi[c] for c in text[1:]])
round(F.nll_loss(P.log()[xs], ys).item(), 4)
