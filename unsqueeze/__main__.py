"""`python -m unsqueeze` is the console script."""

from unsqueeze.main import main

main()
