import argparse

parser = argparse.ArgumentParser(prog="train")
parser.add_argument("--lr", type=float, default=0.1)
args, rest = parser.parse_known_args()
print(args.lr, rest)
parser.print_help()
