// The page: two people, each with their own chat with the bot, and the group that all are in;
// kept up to date by the server.

import { get, post, upload } from "./api.js";
import { Composer } from "./composer.js";
import { byId, toast } from "./dom.js";
import { bubble } from "./message.js";

const NEAR_BOTTOM = 120;
const TYPING_MILLISECONDS = 5000;

const scroll = byId("scroll"), log = byId("log");
const messages = new Map();
const CLASS = "class";
// In the group one writes as who one was before.
let profile = null, identity = "learner", writer = identity, typing = 0, waiting = [];

const chats = () => ({ ...profile.identities, ...(profile.class && { [CLASS]: profile.class }) });
const chat = () => chats()[identity];
const me = () => profile.identities[writer];
const here = (order) => ({ chat: chat(), user: me(), ...order });
const fromBot = (message) => message.from.id === profile.bot;

const composer = new Composer({
  send: (text, context) => guarded(() => say(text, context)),
  lastOwn: () => [...messages.values()].findLast((m) => m.from.id === me() && m.text),
  commands: () => profile?.menus[writer] ?? [],
});

async function say(text, context) {
  if (context?.kind === "edit") {
    await post("edit", { chat: chat(), message_id: context.message.message_id, text });
  } else {
    await post("say", here({ text, ...(context && { reply_to: context.message.message_id }) }));
    toBottom();
  }
}

async function guarded(act) {
  try {
    return await act();
  } catch (error) {
    toast(error.message);
    throw error;
  }
}

const onAct = {
  edit: (message) => composer.edit(message),
  reply: (message) => composer.reply(message),
  vote: (message_id, option) => guarded(() => post("vote", here({ message_id, options: [option] }))),
  find: (messageId) => {
    const found = shown(messageId);
    found?.scrollIntoView({ block: "center", behavior: "smooth" });
    found?.classList.add("found");
    setTimeout(() => found?.classList.remove("found"), 1200);
  },
  enlarge: (src, alt) => {
    Object.assign(byId("viewer").querySelector("img"), { src, alt });
    byId("viewer").showModal();
  },
  click: async (message_id, data, button) => {
    button.setAttribute("aria-busy", "true");
    try {
      const { answer } = await guarded(() => post("click", here({ message_id, data })));
      if (answer?.show_alert) alertWith(answer.text);
      else if (answer?.text) toast(answer.text);
    } finally {
      button.removeAttribute("aria-busy");
    }
  },
};

function alertWith(text) {
  byId("alert").querySelector("p").textContent = text;
  byId("alert").showModal();
}

const shown = (messageId) => log.querySelector(`[data-message-id="${messageId}"]`);
const isNearBottom = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_BOTTOM;

function toBottom() {
  pinned = true;
  scroll.scrollTop = scroll.scrollHeight;
}

// Whoever reads the newest message goes on doing so while pictures load and messages come.
// A smaller view, as when a keyboard opens, is not a reader who scrolls up.
let pinned = true, height = 0;
const following = new ResizeObserver(() => { if (pinned) toBottom(); });
following.observe(log);
following.observe(scroll);

function put(message) {
  messages.set(message.message_id, message);
  const made = bubble(message, { bot: profile.bot, me: me(), onAct });
  const old = shown(message.message_id);
  if (old) old.replaceWith(made);
  else log.append(made);
  if (!old && fromBot(message)) setTyping(false);
  byId("welcome").hidden = true;
}

function drop(messageId) {
  messages.delete(messageId);
  shown(messageId)?.remove();
}

function setTyping(on) {
  clearTimeout(typing);
  byId("typing").hidden = !on;
  byId("status").textContent = on ? "typing…" : "bot";
  if (!on) return;
  if (pinned) toBottom();
  typing = setTimeout(() => setTyping(false), TYPING_MILLISECONDS);
}

const HAPPENED = {
  message: ({ message }) => put(message),
  edited: ({ message }) => put(message),
  deleted: ({ message_id: messageId }) => drop(messageId),
  action: () => setTyping(true),
  profile: () => loadProfile(),
};

function happened(event) {
  if (waiting) waiting.push(event);
  else if (event.chat !== null && event.chat !== chat()) noteElsewhere(event);
  else HAPPENED[event.kind]?.(event);
}

function noteElsewhere(event) {
  const other = Object.entries(chats()).find(([, id]) => id === event.chat)?.[0];
  if (other && event.kind === "message") button(other).classList.add("unread");
}

const button = (name) => document.querySelector(`[data-identity="${name}"]`);

async function loadProfile() {
  profile = await get("profile");
  document.title = profile.name;
  byId("name").textContent = profile.name;
  byId("avatar").textContent = [...profile.name][0];
  byId("description").textContent =
    profile.description || profile.short_description || "Send a message to begin.";
  button(CLASS).hidden = !profile.class;
  composer.offer();
}

// What happens while a chat is being read waits its turn: the answer may be older.
async function loadChat() {
  const mine = [];
  waiting = mine;
  const { messages: all } = await get(`chat/${chat()}`);
  if (waiting !== mine) return;
  messages.clear();
  log.replaceChildren();
  byId("welcome").hidden = all.length > 0 || identity === CLASS;
  all.forEach(put);
  waiting = null;
  setTyping(false);
  mine.forEach(happened);
  toBottom();
}

async function become(name) {
  if (name !== identity) composer.clear();
  identity = name;
  if (name !== CLASS) writer = name;
  byId("composer").placeholder = name === CLASS ? `Ask @${profile.username}` : "Message";
  for (const other of document.querySelectorAll("[data-identity]")) {
    other.setAttribute("aria-pressed", String(other.dataset.identity === name));
  }
  button(name).classList.remove("unread");
  history.replaceState(null, "", `#${name}`);
  await loadChat();
}

// After a lost connection everything is read anew: nothing that happened meanwhile is missed.
function listen() {
  const events = new EventSource("/api/events");
  events.addEventListener("open", async () => {
    await loadProfile();
    const asked = location.hash.slice(1);
    await become(asked in chats() ? asked : identity);
  });
  events.addEventListener("message", (event) => happened(JSON.parse(event.data)));
  events.addEventListener("error", () => { byId("status").textContent = "connecting…"; });
}

async function attach(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  const as = /^image\/(png|jpeg)$/.test(file.type) ? "photo" : "document";
  await guarded(() => upload(here({ as, file })));
  toBottom();
}

document.addEventListener("click", (event) => {
  const command = event.target.closest("[data-command]")?.dataset.command;
  if (!command) return;
  composer.clear();
  guarded(() => say(command, null));
});
for (const chosen of document.querySelectorAll("[data-identity]")) {
  chosen.addEventListener("click", () => become(chosen.dataset.identity));
}
byId("start").addEventListener("click", () => guarded(() => say("/start", null)));
byId("attach").addEventListener("change", attach);
byId("latest").addEventListener("click", toBottom);
byId("viewer").addEventListener("click", () => byId("viewer").close());
scroll.addEventListener("scroll", () => {
  if (scroll.clientHeight === height) pinned = isNearBottom();
  height = scroll.clientHeight;
  byId("latest").hidden = pinned;
}, { passive: true });
listen();
