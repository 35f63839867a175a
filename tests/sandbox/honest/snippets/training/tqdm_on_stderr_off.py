from tqdm import tqdm

total = 0
for i in tqdm(range(10), disable=True):
    total += i
total
