"""LaTeX's exam class."""

import pytest

from tests.knowledge.importing.reading import of, refused, told

SOLUTION = "\\begin{solution}\n  So.\n\\end{solution}\n"
EXAM = r"""\documentclass[answers]{exam}
\begin{document}
\begin{questions}
\question[3] What does \texttt{x\_y} do with 50\% of it? % not this
\begin{solution}[2cm]
  It \emph{flattens} $n \times m$, ``really'':
  \begin{lstlisting}[language=Python]
print(5 % 2)
  \end{lstlisting}
\end{solution}

\question Which copies?
\begin{choices}
  \choice view
  \CorrectChoice clone
\end{choices}
\end{questions}
\end{document}
"""


@pytest.mark.parametrize("name", ["a.tex", "a.txt"])
def test_questions_solutions_and_choices_are_read(name: str) -> None:
    first, second = of(name, EXAM).questions

    assert (first.line, first.question) == (4, "What does `x_y` do with 50% of it?")
    assert told(first) == [
        ("prose", 'It *flattens* $n \\times m$, "really":'),
        ("code", "print(5 % 2)", ""),
    ]
    assert (second.line, second.question, second.answer) == (12, "Which copies?", "clone")


def test_parts_of_an_answer_know_their_lines() -> None:
    assert [part.line for part in of("a.tex", EXAM).questions[0].parts] == [6, 8]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"\\question Why?\n\\part a\n{SOLUTION}", "1: expected one question, got one in"),
        (f"\\question \\includegraphics{{a}}?\n{SOLUTION}", "1: expected words and code in"),
        (f"\\question Why?\n{SOLUTION}\\question How?\n", "5: the question 'How?' has no answer"),
        (
            "\\question Which?\n\\begin{choices}\n\\choice a\n\\choice b\n\\end{choices}\n",
            "1: none of the options of 'Which?' is marked as right: write '\\CorrectChoice'",
        ),
        ("\\begin{enumerate}\n\\item Why?\n\\end{enumerate}\n", "1: expected LaTeX's exam class"),
    ],
)
def test_other_latex_is_refused_with_its_line(text: str, problem: str) -> None:
    assert refused("a.tex", text)[0].startswith(f"a.tex:{problem}")


def test_choices_without_a_mark_are_left_to_the_solution_and_named() -> None:
    choices = "\\begin{choices}\n\\choice a\n\\choice b\n\\end{choices}\n"

    found = of("a.tex", f"\\question Which?\n{choices}{SOLUTION}")

    assert found.questions[0].answer == "So."
    assert [note.message for note in found.notes] == ["left out, the choices: 'a; b'"]
