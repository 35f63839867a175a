def probe(kaiming, n_out, n_in):
    """Compared are shape, dtype, whether a seed repeats it, whether two calls agree, and `requires_grad`."""
    torch.manual_seed(n_out)
    w, other = kaiming(n_out, n_in), kaiming(n_out, n_in)
    torch.manual_seed(n_out)
    again = kaiming(n_out, n_in)
    told = [list(w.shape), str(w.dtype), torch.equal(w, again), torch.equal(w, other), w.requires_grad]
    if w.numel() < 90_000:
        return told
    unit = w.detach().double() * math.sqrt(n_in / 2)
    fourth = unit.pow(4).mean() / unit.square().mean() ** 2
    rows, columns = (unit.mean(axis).std() * math.sqrt(unit.shape[axis]) for axis in (1, 0))
    apart = [(rows > 2).item(), (columns > 2).item()]
    return [*told, unit.std().item(), (unit.mean() / unit.std()).item(), fourth.item(), apart]
