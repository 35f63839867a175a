import configparser
import tomllib

c = configparser.ConfigParser()
c.read_string("[train]\nlr = 0.1\n")
print(c["train"].getfloat("lr"), c.sections())
tomllib.loads('name = "x"\n[a]\nb = [1, 2]')
