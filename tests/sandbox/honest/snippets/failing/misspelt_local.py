def loss_of(model_output, target):
    difference = model_output - target
    return (model_ouput - target) ** 2


loss_of(1.0, 2.0)
