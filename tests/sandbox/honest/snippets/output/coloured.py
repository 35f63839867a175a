print("\033[1;32mgreen\033[0m plain")
print("\a\b\f\v".encode())
