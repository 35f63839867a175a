import plistlib
import xml.dom.minidom
import xml.sax.saxutils

print(xml.dom.minidom.parseString("<a><b/></a>").toprettyxml(indent=" "))
print(plistlib.loads(plistlib.dumps({"a": 1})), xml.sax.saxutils.escape("<&>"))
