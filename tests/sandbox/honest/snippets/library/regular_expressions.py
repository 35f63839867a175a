import re

text = "loss: 0.25 acc: 0.9\nloss: 0.20 acc: 0.95"
print(re.findall(r"loss: ([\d.]+)", text), re.sub(r"\s+", " ", text))
m = re.search(r"(?P<name>\w+): (?P<v>\d\.\d+)", text)
print(m.groupdict(), m.span(), re.split(r"[\s:]+", "a: b c"), re.fullmatch(r"\d+", "12a"))
for m in re.finditer(r"^loss", text, re.M):
    print(m.start())
re.compile(r"(a)(b)?", re.I)
