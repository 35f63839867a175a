"""From a file of questions and answers to drafts, each with what a check noticed. Pure.

    bytes → Decoded → Lines → Starts → Imported → Program and Findings → DraftText

`reading.read_file` goes as far as `Imported`: all questions of a file, or only what is wrong with
it. `tutor/importing.py` leads through the rest, as it has the sandbox and the entries: what runs is
decided here, run there, and judged here.

Into text, whatever the file:
    reading         the way in: as much of a file as may be read
    kind            which reader it is for, by its name and by how it begins
    decoding        bytes as text, and how much of it one file may hold
    imported        the values: Line, Prose, Code, Imported, Questionnaire
    text            a file's lines as a whole: fences, paragraphs, marks
    html_text       another program's HTML as Markdown
    latex_text      LaTeX as Markdown

Where the questions have to be found, one reader a kind of file:
    questionnaire   plain text, and Markdown that is written like it
    listed          all questions first, their answers below
    lettered        `F:` and `A:`, `P:` and `R:`
    bare_head       "Question 3" alone on its line
    part_name       "Part 2", which is no question
    doubt           what is wrong or odd about the questions that were found
    unread          what a file lacks in which none was found
    markdown        Markdown, by headings or bold lines
    headings        which of these are questions
    html            HTML that says nothing itself
    callouts        Obsidian's questions, without the quotation
    quarto          Quarto's chunks and blocks, made Markdown
    notebook        Jupyter's cells, made one Markdown text
    cell_question   which cells begin with a question
    exercise_cells  cells that are exercises, where none asks
    marks           how people mark a question and an answer
    question_tail   what stands between a question and its answer

Where a file's format keeps them apart, with no Starts to look for:
    pairs           from such questions with their answers to what is imported
    column_names    what people call a question and an answer
    csv_table       a table: a row a question
    pipe_table      a table of Markdown
    cards           rows without names of columns, as Anki and Quizlet export them
    records         JSON
    gift            Moodle's text format
    moodle          Moodle's XML
    latex           LaTeX's exam class
    options         options of which some are right
    foreign         other markup, which is not read

What an answer is made of:
    assembly        from Starts to questions, answers and notes
    prose_or_code   an answer cut into words and code
    fence           fenced blocks
    prompts         sessions, with `>>>` or `In [1]:`
    claimed_output  what the file says that the code shows
    statement       whether a line begins Python, and where that ends

What there is to say about it:
    finding         one thing to look at
    form            no answer yet, somebody's question, a passage cut off
    topic           whether the answer is about its question
    running         the Program that is run, and how it differs from what the file says
    sentence        words as sentences with their lines
    claim           a statement that running code can refute
    claims          all of these, and what came of them
    name_claim      of names in torch and NumPy
    shape_claim     of shapes
    memory_claim    of copies and new axes
    entry_claim     sentences that an entry contradicts
    opposite        whether one sentence says the opposite of another

What is kept:
    draft_text      the answer as a draft's Markdown
"""
