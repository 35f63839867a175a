import json
import traceback

try:
    json.loads("[1,")
except ValueError:
    print(traceback.format_exc().count("File"), traceback.format_exc().splitlines()[-1])
