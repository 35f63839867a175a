for name in ("utf-7", "utf-32", "shift_jis", "gb18030", "big5", "koi8-r", "cp1251", "mac_roman", "punycode", "hz"):
    try:
        print(name, "Ж".encode(name))
    except UnicodeEncodeError as e:
        print(name, "cannot:", e.reason)
