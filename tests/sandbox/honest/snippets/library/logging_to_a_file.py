import logging

handler = logging.FileHandler("log.txt")
handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
log = logging.getLogger("x")
log.addHandler(handler)
log.setLevel(logging.DEBUG)
log.propagate = False
log.debug("one")
log.error("two %s", "args")
print(open("log.txt").read())
logging.getLogger("other").warning("last resort")
