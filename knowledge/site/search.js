// Search without a server: words by prefix, a typo or two forgiven, rare words count more.
"use strict";

const FIELDS = [["q", 4], ["a", 3], ["t", 2], ["w", 1]];
const MOST = 30;
const LITERAL = 10;
const SMALL = new Set(
  "a an and are as at be by can do does for from how i if in is it me my of on or so that the this to what when why with you".split(" "),
);

function words(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
}

// As typed, but for spaces: what finds `x[:, None]`, which is no word.
function bare(text) {
  return text.toLowerCase().replace(/\s+/g, "");
}

function telling(found) {
  return found.filter((word) => !SMALL.has(word));
}

// A word of a short question says more about it than one of a long question.
const entries = SEARCH_INDEX.map((entry) => ({
  entry,
  bare: bare(`${entry.q}\n${entry.a}`),
  fields: FIELDS.map(([name, weight]) => {
    const own = new Set(words(entry[name]));
    return [own, name === "q" ? weight * (1 + 1 / (telling([...own]).length + 1)) : weight];
  }),
}));
const vocabulary = new Map();
for (const { fields } of entries) {
  const own = new Set(fields.flatMap(([found]) => [...found]));
  for (const word of own) vocabulary.set(word, (vocabulary.get(word) || 0) + 1);
}

// How well a known word answers a typed one, from 0 to 1.
function likeness(typed, word) {
  if (word === typed) return 1;
  if (word.startsWith(typed)) return 0.6 + 0.3 * (typed.length / word.length);
  if (typed.length < 4) return 0;
  const allowed = typed.length < 8 ? 1 : 2;
  const wrong = distance(typed, word.slice(0, typed.length + allowed), allowed);
  return wrong <= allowed ? 0.6 - 0.15 * wrong : 0;
}

// Letters added, lost, changed or swapped; more than `most` is all the same. The end of the word
// may still be missing, so any prefix of it will do.
function distance(typed, word, most) {
  let before = null;
  let row = Array.from({ length: word.length + 1 }, (_, column) => column);
  for (let i = 1; i <= typed.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= word.length; j += 1) {
      const change = row[j - 1] + (typed[i - 1] === word[j - 1] ? 0 : 1);
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1);
      if (before && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...next) > most) return most + 1;
    before = row;
    row = next;
  }
  return Math.min(...row);
}

function search(text) {
  const typed = words(text);
  const whole = bare(text);
  const kept = telling(typed);
  const wanted = (kept.length ? kept : typed).map((word) => {
    const near = new Map();
    for (const known of vocabulary.keys()) {
      const like = likeness(word, known);
      if (like) near.set(known, like * Math.log(1 + entries.length / vocabulary.get(known)));
    }
    return near;
  });
  const found = [];
  for (const { entry, bare: own, fields } of entries) {
    const points = wanted.map((near) => best(near, fields));
    const met = points.filter(Boolean).length;
    const literal = whole && (whole.length > 2 || !typed.length) && own.includes(whole) ? LITERAL : 0;
    if (literal || met * 2 > wanted.length) {
      const share = wanted.length ? met / wanted.length : 0;
      found.push([literal + points.reduce((sum, each) => sum + each, 0) * share, entry]);
    }
  }
  return found.sort((one, other) => other[0] - one[0]).slice(0, MOST).map(([, entry]) => entry);
}

function best(near, fields) {
  let most = 0;
  for (const [word, like] of near) {
    for (const [own, weight] of fields) {
      if (own.has(word)) most = Math.max(most, like * weight);
    }
  }
  return most;
}

const field = document.getElementById("query");
const status = document.getElementById("status");
const results = document.getElementById("results");
const topics = document.getElementById("topics");

function show() {
  const text = field.value.trim();
  const found = text ? search(text) : [];
  topics.hidden = Boolean(text);
  status.textContent = text ? said(found.length) : "";
  results.replaceChildren(...found.map(line));
  remember(text);
}

// In the address a search outlives a look at a result, and can be linked. Last: a browser may refuse.
function remember(text) {
  const hash = topics.hidden ? "" : location.hash;
  const wanted = (text ? `?q=${encodeURIComponent(text)}` : location.pathname) + hash;
  history.replaceState(null, "", wanted);
}

function said(count) {
  if (!count) return "Nothing found. Try other words, or fewer.";
  return count === 1 ? "One page" : `${count === MOST ? "The best " : ""}${count} pages`;
}

function line(entry) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const topic = document.createElement("span");
  link.href = entry.u;
  link.textContent = entry.q;
  topic.className = "quiet";
  topic.textContent = ` ${entry.t}`;
  item.append(link, topic);
  return item;
}

field.value = new URLSearchParams(location.search).get("q") || field.value;
field.addEventListener("input", show);
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("a")?.focus();
});
show();
