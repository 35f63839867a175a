count = 3
try:
    print(cuont)
except NameError as error:
    error.add_note("this is the third try")
    raise
