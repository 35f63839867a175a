// From a text and its entities to elements, and back to what was typed. JavaScript counts
// strings in UTF-16 code units, as the entities do.

import { copy, element, icon, safeAddress } from "./dom.js";
import { highlighted } from "./highlight.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const LONG_QUOTE = 160;

export function rendered(text, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, 0, text.length, sorted);
}

// What lies from start to end. An entity that crosses the end of the one around it is cut there.
function between(text, start, end, entities) {
  const parts = [];
  let seen = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    if (entity.offset < seen || entity.offset >= end) continue;
    const last = Math.min(entity.offset + entity.length, end);
    const inner = entities.slice(i + 1).filter((e) => e.offset < last);
    parts.push(text.slice(seen, entity.offset), made(text, entity, last, inner));
    seen = last;
    // A block makes its own distance: the line breaks next to it would double that.
    if (BLOCKS.has(entity.type)) {
      parts[parts.length - 2] = parts.at(-2).replace(/\n{1,2}$/, "");
      seen += /^\n{0,2}/.exec(text.slice(seen, end))[0].length;
    }
  }
  return [...parts, text.slice(seen, end)].filter((part) => part !== "");
}

function made(text, entity, last, inner) {
  const own = text.slice(entity.offset, last);
  const children = () => between(text, entity.offset, last, inner);
  return (MAKERS[entity.type] ?? plain)(own, entity, children);
}

const wrap = (tag) => (own, entity, children) => element(tag, {}, ...children());
const plain = (own, entity, children) => element("span", {}, ...children());
const link = (address) => (own, entity, children) => {
  const href = safeAddress(address(own, entity));
  if (!href) return plain(own, entity, children);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children());
};

const MAKERS = {
  bold: wrap("strong"),
  italic: wrap("em"),
  underline: wrap("u"),
  strikethrough: wrap("s"),
  blockquote: wrap("blockquote"),
  code: (own) => element("code", {}, own),
  pre: (own, entity) => codeBlock(own, entity.language ?? ""),
  spoiler,
  expandable_blockquote: expandable,
  url: link((own) => own),
  text_link: link((own, entity) => entity.url),
  email: link((own) => `mailto:${own}`),
  phone_number: link((own) => `tel:${own.replaceAll(/[^+\d]/g, "")}`),
  mention: (own) => element("span", { className: "mention" }, own),
  text_mention: (own) => element("span", { className: "mention" }, own),
  bot_command: (own) => element("button", { type: "button", className: "command", data: { command: own } }, own),
};

function codeBlock(code, language) {
  const button = element("button", { type: "button", className: "copy", title: "Copy" }, icon("copy"), "Copy");
  button.addEventListener("click", () => copy(code));
  return element("figure", { className: "code" },
    element("figcaption", {}, element("span", {}, language || "text"), button),
    element("pre", { tabIndex: 0 }, element("code", {}, ...highlighted(code, language))));
}

function spoiler(own, entity, children) {
  const hidden = element("span", { className: "spoiler", role: "button", tabIndex: 0, "aria-label": "Hidden text" },
    element("span", {}, ...children()));
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    hidden.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
  };
  hidden.addEventListener("click", reveal);
  hidden.addEventListener("keydown", reveal);
  return hidden;
}

function expandable(own, entity, children) {
  const quote = element("blockquote", {}, element("div", {}, ...children()));
  if (own.length <= LONG_QUOTE && own.split("\n").length <= 3) return quote;
  const button = element("button", { type: "button", className: "more" }, "Show more");
  quote.classList.add("folded");
  button.addEventListener("click", () => {
    button.textContent = quote.classList.toggle("folded") ? "Show more" : "Show less";
  });
  quote.append(button);
  return quote;
}

// What a person would type to say the same: code gets its back-ticks again.
export function source(message) {
  const text = message.text ?? message.caption ?? "";
  const marked = (message.entities ?? message.caption_entities ?? []).filter((e) => e.type in TYPED);
  let out = "", seen = 0;
  for (const entity of marked) {
    const last = entity.offset + entity.length;
    out += text.slice(seen, entity.offset) + TYPED[entity.type](text.slice(entity.offset, last), entity);
    seen = last;
  }
  return out + text.slice(seen);
}

const TYPED = {
  code: (own) => `\`${own}\``,
  pre: (own, entity) => `\`\`\`${entity.language ?? ""}\n${own}\n\`\`\``,
};
