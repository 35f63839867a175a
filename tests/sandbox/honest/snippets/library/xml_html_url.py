import html
import urllib.parse
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

root = ET.fromstring("<a x='1'><b>t</b></a>")
print(root.attrib, root.find("b").text, ET.tostring(root))
print(urllib.parse.urlparse("https://x.org/a?b=1#c"), urllib.parse.quote("a b&"), html.escape("<&>"))


class P(HTMLParser):
    def handle_starttag(self, tag, attrs):
        print(tag, attrs)


P().feed('<p class="x">hi</p>')
