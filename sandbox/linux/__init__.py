"""What the kernel does for us: the jail, system calls, processes."""
