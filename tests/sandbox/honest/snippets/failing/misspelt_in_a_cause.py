try:
    "a,b".splt(",")
except AttributeError as error:
    raise ValueError("no list") from error
