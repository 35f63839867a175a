x = 3
print(entirely_different)
