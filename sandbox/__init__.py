"""Runs untrusted code: a service without torch, and under it a zygote that forks a spare a snippet.

The life of a spare and of its snippet in order, and where that is written:

1. `nursery.Nursery._make` gives a spare a number, a folder and pipes, and `zygote.Zygote.fork`
   orders its fork.
2. The zygote says which process it is (`life.Life.on_forked`). That one jails and warms itself, and
   greets (`spare.Spare._be_greeted`): now it is ready, and waits among the nursery's idle ones.
3. `client.connect` finds the service or starts one as a child (`embedded`). A snippet that it sends
   comes to `service._run`, where `intake.read` takes it with suspicion, and from there to
   `supervisor.Supervisor.run`. What needs no process is answered at once (`admission`); when it is
   the learner's turn (`fair_queue`), the supervisor takes a spare from the nursery.
4. `Spare.run` sends the snippet, waits until the process has ended (`Life`), and looks on from 4 ms
   on (`watch.Watch`). What happens in the process meanwhile: `sandbox.worker`.
5. What was seen by then is an `ending.Ending`, of which `verdict.judged` makes the answer; what the
   worker says of its own run is checked by `claim`.
6. Behind the answer's back `Nursery.bury` kills what is left of the process, waits until it is
   reaped, and closes the spare; its folder and its uid then serve another.

What holds a snippet is `jail`, of which `limits`, `seccomp`, `landlock` and `tree` are the parts.
What is asked and answered, by which field, is `protocol`.

The modules by what they are for:

- For who asks: protocol, client, exchange (HTTP), embedded (a service of one's own), health.
- The service: service, listening (where and how), intake, admission, openapi, metrics, machine.
- Runs in turn: supervisor, fair_queue, precedence, verdict, ending, claim, vitals (of losses).
- Spares: nursery, zygote, spare, life, links and pipes (to it), capture (of its words).
- What the kernel says and asks of one: process, footprint, listener, oom.
- What a run may use: limits, watch, scratch (its folder), tally (what is in it).
- The jail: jail, kernel, landlock, seccomp, calls, tree.
- Code as it was sent: snippet (its name and places), paste (what was meant by one).
"""
