import torch


class M(torch.nn.Module):
    def forward(self, x):
        return x.sin() + 1


program = torch.export.export(M(), (torch.ones(2),))
print(program.graph_signature.user_outputs)
program.module()(torch.zeros(2))
