import argparse

parser = argparse.ArgumentParser(description="Train")
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--fast", action="store_true")
args = parser.parse_args()
print(args)
print(parser.parse_args(["--lr", "0.5", "--fast"]))
