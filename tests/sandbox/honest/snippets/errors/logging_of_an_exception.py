import logging

logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("train")
log.info("epoch %d", 1)
log.warning("careful")
log.debug("hidden")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("it broke")
