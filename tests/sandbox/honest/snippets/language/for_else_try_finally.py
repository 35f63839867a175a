def f(x):
    try:
        return 10 / x
    except ZeroDivisionError:
        return "zero"
    else:
        print("never")
    finally:
        print("finally", x)


print(f(2), f(0))
for i in range(3):
    if i == 5:
        break
else:
    print("no break")
