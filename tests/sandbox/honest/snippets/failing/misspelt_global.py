learning_rate = 0.1
for step in range(3):
    print(step, learnign_rate)
