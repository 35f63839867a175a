from importlib.metadata import version
from importlib.resources import files

print(version("torch").split(".")[0], version("numpy").split(".")[0])
files("matplotlib").joinpath("mpl-data/matplotlibrc").is_file()
