import mimetypes

print(mimetypes.guess_type("a.png"), mimetypes.guess_type("model.pt"), mimetypes.guess_extension("text/csv"))
