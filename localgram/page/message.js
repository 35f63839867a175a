// One message as a bubble.

import { fileAddress } from "./api.js";
import { copy, element, icon, safeAddress, toast } from "./dom.js";
import { rendered } from "./entities.js";

const TALLEST_REM = 24;

export function bubble(message, { bot, me, onAct }) {
  const from = message.from.id === bot ? "bot" : "user";
  const body = element("div", { className: "bubble" },
    author(message, from), forwarded(message), quoted(message, bot, onAct), picture(message, onAct), documentCard(message),
    poll(message, onAct), words(message), details(message, me, onAct));
  const made = element("article", { data: { messageId: message.message_id, from } },
    body, keyboard(message, onAct));
  made.classList.toggle("bare", Boolean(message.photo) && !message.caption);
  return made;
}

function words(message) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.entities ?? message.caption_entities;
  return element("div", { className: "text", dir: "auto" }, ...rendered(text, entities));
}

// In a group one must see who wrote; in a private chat there is nobody else.
function author(message, from) {
  if (message.chat.type === "private" || from === "bot") return null;
  return element("strong", { className: "author" }, message.from.first_name);
}

function forwarded(message) {
  const sender = message.forward_origin?.sender_user?.first_name;
  return sender ? element("p", { className: "forwarded" }, `Forwarded from ${sender}`) : null;
}

function quoted(message, bot, onAct) {
  const reply = message.reply_to_message;
  if (!reply) return null;
  const button = element("button", { type: "button", className: "quoted" },
    element("strong", {}, reply.from.first_name), element("span", {}, gist(reply)));
  button.addEventListener("click", () => onAct.find(reply.message_id));
  return button;
}

export const gist = (message) =>
  message.text ?? message.caption ?? message.document?.file_name ?? (message.photo ? "Photo" : "Message");

function picture(message, onAct) {
  const photo = message.photo?.at(-1);
  if (!photo) return null;
  const image = element("img", {
    src: fileAddress(photo.file_id), alt: message.caption ?? "Picture",
  });
  // Known before the picture has come, so that nothing jumps when it does.
  image.style.aspectRatio = `${photo.width} / ${photo.height}`;
  image.style.width = `min(${photo.width}px, ${(TALLEST_REM * photo.width) / photo.height}rem)`;
  const button = element("button", { type: "button", className: "photo", "aria-label": "Enlarge the picture" }, image);
  button.addEventListener("click", () => onAct.enlarge(image.src, image.alt));
  return button;
}

function documentCard(message) {
  const file = message.document;
  if (!file) return null;
  return element("a", { className: "document", href: fileAddress(file.file_id), download: file.file_name },
    element("span", { className: "sheet" }, icon("file")),
    element("span", {}, element("strong", {}, file.file_name), element("small", {}, size(file.file_size))));
}

const size = (bytes) => {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
};

function poll(message, onAct) {
  const asked = message.poll;
  if (!asked) return null;
  const options = asked.options.map((option, index) => {
    const button = element("button", { type: "button", disabled: asked.is_closed },
      element("span", {}, option.text), element("small", {}, String(option.voter_count)));
    button.addEventListener("click", () => onAct.vote(message.message_id, index));
    return button;
  });
  return element("div", { className: "poll" }, element("strong", {}, asked.question), ...options);
}

function details(message, me, onAct) {
  const when = new Date(message.date * 1000);
  const actions = [act("reply", "Reply", () => onAct.reply(message))];
  if (message.from.id === me && message.text) actions.unshift(act("edit", "Edit", () => onAct.edit(message)));
  return element("p", { className: "details" },
    reactions(message),
    element("span", { className: "actions" }, ...actions),
    message.edit_date ? element("span", { className: "edited" }, "edited") : null,
    element("time", { dateTime: when.toISOString(), title: when.toLocaleString() },
      when.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })));
}

function act(name, label, run) {
  const button = element("button", { type: "button", className: name }, label);
  button.addEventListener("click", run);
  return button;
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return element("span", { className: "reactions" },
    ...message.reactions.map(({ emoji }) => element("span", { className: "reaction" }, emoji)));
}

function keyboard(message, onAct) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return element("div", { className: "keyboard" }, ...rows.map((row) =>
    element("div", {}, ...row.map((button) => key(button, message, onAct)))));
}

function key(button, message, onAct) {
  const address = button.url && safeAddress(button.url);
  if (address) return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, `${button.text} ↗`);
  const made = element("button", { type: "button" }, button.text);
  if (button.callback_data) {
    made.dataset.callback = button.callback_data;
    made.addEventListener("click", () => onAct.click(message.message_id, button.callback_data, made));
  } else if (button.copy_text) {
    made.addEventListener("click", () => copy(button.copy_text.text));
  } else {
    made.addEventListener("click", () => toast("This page does not know this kind of button"));
  }
  return made;
}
