print("∇·E = ρ/ε₀, ‖x‖₂, ∑ᵢ xᵢ², 张量, тензор, テンソル, 🧠→📉")
print("┌──┬──┐\n│ 1│ 2│\n└──┴──┘")
print("\N{GREEK SMALL LETTER ALPHA}", "\u00e9", "tab\tnew", repr("\x1b[31m"))
