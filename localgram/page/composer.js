// The place to write: grows with the text, knows code, edits and replies.

import { byId, element } from "./dom.js";
import { source } from "./entities.js";
import { gist } from "./message.js";

const FENCE = "```";
const field = byId("composer");

export class Composer {
  // `send(text, context)` may refuse by throwing: then the text stays. `lastOwn()` is what the
  // arrow up edits.
  constructor({ send, lastOwn, commands }) {
    this.context = null;
    this.lastOwn = lastOwn;
    this.commands = commands;
    this.submit = async () => {
      const text = field.value, context = this.context;
      if (!text.trim()) return;
      this.clear();
      try {
        await send(text, context);
      } catch (error) {
        this.restore(text, context);
        throw error;
      }
    };
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("input", () => { this.fit(); this.suggest(); });
    byId("writing").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    byId("cancel").addEventListener("click", () => this.clear());
    byId("code").addEventListener("click", () => this.fence());
    byId("commands").addEventListener("click", () => this.toggleMenu());
    document.addEventListener("click", (event) => {
      if (!event.target.closest("footer")) this.closeMenu();
    });
    this.fit();
  }

  edit(message) {
    this.begin({ kind: "edit", message }, "Edit message");
    field.value = source(message);
    this.fit();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  reply(message) {
    this.begin({ kind: "reply", message }, `Reply to ${message.from.first_name}`);
  }

  begin(context, title) {
    this.context = context;
    byId("context-title").textContent = title;
    byId("context-text").textContent = gist(context.message);
    byId("context").hidden = false;
    field.focus();
  }

  clear() {
    this.context = null;
    byId("context").hidden = true;
    field.value = "";
    this.fit();
    this.closeMenu();
  }

  restore(text, context) {
    if (context) this[context.kind](context.message);
    field.value = text;
    this.fit();
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.escape();
    else if (event.key === "ArrowUp" && !field.value) this.editLast(event);
    else if (event.key === "ArrowDown" && !byId("menu").hidden) this.enterMenu(event);
    else if (event.key === "Enter" && !event.shiftKey) this.enter(event);
  }

  // Enter sends, but inside a fence that is still open it begins the next line of code.
  enter(event) {
    event.preventDefault();
    const before = field.value.slice(0, field.selectionStart);
    if (before.split(FENCE).length % 2 === 0) this.insert(`\n${indentation(before)}`);
    else this.submit();
  }

  escape() {
    if (!byId("menu").hidden) this.closeMenu();
    else if (this.context) this.clear();
  }

  editLast(event) {
    const message = this.lastOwn();
    if (!message) return;
    event.preventDefault();
    this.edit(message);
  }

  fence() {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const opening = `${start && value[start - 1] !== "\n" ? "\n" : ""}${FENCE}python\n`;
    field.setRangeText(`${opening}${value.slice(start, end)}\n${FENCE}`, start, end);
    const inside = start + opening.length + (end - start);
    field.focus();
    field.setSelectionRange(inside, inside);
    this.fit();
  }

  insert(text) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    this.fit();
  }

  fit() {
    field.classList.toggle("fenced", field.value.includes(FENCE));
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    byId("send").disabled = !field.value.trim();
  }

  suggest() {
    if (!this.offer()) this.closeMenu();
  }

  // Once more when the bot sets its commands, which may be while somebody types one.
  offer() {
    const begun = /^\/\w*$/.test(field.value);
    if (begun) this.openMenu(field.value.slice(1));
    return begun;
  }

  toggleMenu() {
    if (byId("menu").hidden) this.openMenu("");
    else this.closeMenu();
  }

  openMenu(beginning) {
    const fitting = this.commands().filter(({ command }) => command.startsWith(beginning));
    const items = fitting.map(({ command, description }) => element("li", {},
      element("button", { type: "button", data: { command: `/${command}` } },
        element("strong", {}, `/${command}`), element("span", {}, description))));
    byId("menu").replaceChildren(...items);
    this.showMenu(items.length > 0);
  }

  closeMenu() { this.showMenu(false); }

  showMenu(open) {
    byId("menu").hidden = !open;
    byId("commands").setAttribute("aria-expanded", String(open));
  }

  enterMenu(event) {
    event.preventDefault();
    byId("menu").querySelector("button").focus();
  }
}

function indentation(before) {
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const own = /^[ \t]*/.exec(line)[0];
  return /:\s*$/.test(line) && !line.startsWith(FENCE) ? `${own}    ` : own;
}
