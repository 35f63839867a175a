// A small highlighter for Python and its console; enough for a chat, not a parser.

import { element } from "./dom.js";

const KEYWORDS = "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield";
const BUILTINS = "abs all any bool bytes callable dict dir divmod enumerate filter float format getattr hasattr hash id input int isinstance issubclass iter len list map max min next object open print property range repr reversed round set slice sorted str sum super tuple type vars zip self";

const words = (list) => `\\b(?:${list.replaceAll(" ", "|")})\\b`;

const TOKEN = new RegExp([
  "(?<comment>#[^\\n]*)",
  "(?<string>\\b[rbfuRBFU]{0,2}(?:\"\"\"[\\s\\S]*?(?:\"\"\"|$)|'''[\\s\\S]*?(?:'''|$)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?)|(?:\"\"\"[\\s\\S]*?(?:\"\"\"|$)|'''[\\s\\S]*?(?:'''|$)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?))",
  "(?<decorator>^[ \\t]*@[\\w.]+)",
  "(?<=\\b(?:def|class)\\s+)(?<name>\\w+)",
  `(?<keyword>${words(KEYWORDS)})`,
  `(?<builtin>(?<!\\.)${words(BUILTINS)})`,
  "(?<number>\\b(?:0[xX][\\da-fA-F_]+|0[bB][01_]+|\\d[\\d_]*\\.?[\\d_]*(?:[eE][+-]?\\d+)?j?)\\b|(?<![\\w.])\\.\\d+)",
].join("|"), "gm");

const PROMPT = /^(>>>|\.\.\.)( |$)/;

export function highlighted(code, language) {
  if (language === "pycon" || PROMPT.test(code)) return session(code);
  return /^(py|python|python3)$/i.test(language) ? python(code) : [code];
}

function python(code) {
  const parts = [];
  let seen = 0;
  for (const token of code.matchAll(TOKEN)) {
    const kind = Object.keys(token.groups).find((name) => token.groups[name] !== undefined);
    parts.push(code.slice(seen, token.index), element("span", { className: `py-${kind}` }, token[0]));
    seen = token.index + token[0].length;
  }
  return [...parts, code.slice(seen)];
}

// In a console session, lines behind a prompt are code and the others what they printed.
function session(code) {
  return code.split("\n").flatMap((line, index) => {
    const prompt = PROMPT.exec(line)?.[0] ?? "";
    const shown = prompt
      ? [element("span", { className: "py-prompt" }, prompt), ...python(line.slice(prompt.length))]
      : [element("span", { className: "py-output" }, line)];
    return index ? ["\n", ...shown] : shown;
  });
}
