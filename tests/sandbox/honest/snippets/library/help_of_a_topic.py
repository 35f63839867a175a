import pydoc

print(pydoc.render_doc(len, renderer=pydoc.plaintext).splitlines()[0])
help("assert")
