def tried(work):
    try:
        work()
    except Exception as error:
        return error


raise ExceptionGroup("both", [tried(lambda: [].appendd(1)), tried(lambda: len(valeus))])
