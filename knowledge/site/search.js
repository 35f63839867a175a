// Search without a server: words by prefix, a typo or two forgiven, rare words count more.
"use strict";

const QUESTION = 4;
const WORDINGS = 4;
const SLUG = 2;
const REST = 1;
// What a single wording of some two hundred is worth, as a part of what all of them are.
const ONE_WORDING = 0.3;
// A word that more of an entry's wordings have is no slip of the pen.
const SLIPS = 0.03;
const MOST = 30;
const SMALL = new Set(
  "a an and are as at be by can do does for from how i if in is it me my of on or so that the this to what when why with you".split(" "),
);

function words(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
}

// As typed, but for spaces: what finds `x[:, None]`, which is no word.
function bare(text) {
  return text.toLowerCase().replace(/[^\S\n]+/g, "");
}

function telling(found) {
  return found.filter((word) => !SMALL.has(word));
}

// Most words occur in some wording of most entries: what tells is how many of an entry's have them.
function sharesOf(wordings) {
  const counts = new Map();
  for (const wording of wordings) {
    for (const word of new Set(words(wording))) counts.set(word, (counts.get(word) || 0) + 1);
  }
  return new Map([...counts].map(([word, count]) => [word, count / wordings.length]));
}

function worth(share) {
  return share ? WORDINGS * (ONE_WORDING + (1 - ONE_WORDING) * share) : 0;
}

// What each word says about an entry. One of a short question says more than one of a long.
function weightsOf(entry, shares) {
  const question = words(entry.q);
  const asked = QUESTION * (1 + 1 / (telling([...new Set(question)]).length + 1));
  const found = new Map([...shares].map(([word, share]) => [word, worth(share)]));
  const slug = words(entry.u.replace(/^.*\/|\.html$/g, ""));
  const rest = words(`${entry.t} ${entry.w}`);
  for (const [own, weight] of [[question, asked], [slug, SLUG], [rest, REST]]) {
    for (const word of new Set(own)) found.set(word, (found.get(word) || 0) + weight);
  }
  return found;
}

const entries = SEARCH_INDEX.map((entry) => {
  const shares = sharesOf(entry.a.split("\n"));
  const bares = { question: bare(entry.q), wordings: bare(entry.a).split("\n") };
  return { entry, shares, weights: weightsOf(entry, shares), ...bares };
});
const vocabulary = new Map();
const certain = new Set();
for (const { entry, shares, weights } of entries) {
  for (const word of weights.keys()) vocabulary.set(word, (vocabulary.get(word) || 0) + 1);
  for (const [word, share] of shares) if (share > SLIPS) certain.add(word);
  for (const word of words(entry.q)) certain.add(word);
}

function rarity(count) {
  return Math.log(1 + entries.length / count);
}

// How well a known word answers a typed one, from 0 to 1.
function likeness(typed, word) {
  if (word === typed) return 1;
  if (word.startsWith(typed)) return 0.6 + 0.3 * (typed.length / word.length);
  if (typed.length < 4 || certain.has(typed)) return 0;
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

// The known words that a typed one may mean. Its own rarity counts where it has one: an inflection
// of a common word may be rare, and says no more for that.
function nearTo(typed) {
  const near = new Map();
  for (const [word, count] of vocabulary) {
    const like = likeness(typed, word);
    if (like) near.set(word, like * rarity(vocabulary.get(typed) || count));
  }
  return near;
}

function search(text) {
  const typed = words(text);
  const kept = telling(typed);
  const wanted = (kept.length ? kept : typed).map(nearTo);
  const whole = bare(text) === typed.join("") && typed.length < 2 ? new Map() : asTyped(text);
  const found = [];
  for (const each of entries) {
    const points = wanted.map((near) => best(near, each.weights));
    const met = points.filter(Boolean).length;
    const literal = whole.get(each) || 0;
    if (literal || met * 2 > wanted.length) {
      const share = wanted.length ? met / wanted.length : 0;
      found.push([literal + points.reduce((sum, point) => sum + point, 0) * share, each.entry]);
    }
  }
  return found.sort((one, other) => other[0] - one[0]).slice(0, MOST).map(([, entry]) => entry);
}

// The entries of which one wording holds all that was typed, signs too, weighed as if it were a word.
function asTyped(text) {
  const pieces = text.toLowerCase().split(/\s+/).filter(Boolean).map(unended);
  const holds = (wording) => pieces.every((piece) => wording.includes(piece));
  const found = new Map();
  for (const each of entries) {
    const share = each.wordings.filter(holds).length / each.wordings.length;
    const weight = (holds(each.question) ? QUESTION : 0) + worth(share);
    if (weight) found.set(each, weight);
  }
  const rare = rarity(found.size);
  return new Map([...found].map(([each, weight]) => [each, weight * rare]));
}

// What ends a sentence belongs to none of its words.
function unended(piece) {
  return piece.replace(/(?<=[\p{L}\p{N}_)\]])[?!.,;:]+$/u, "");
}

function best(near, weights) {
  let most = 0;
  for (const [word, like] of near) most = Math.max(most, like * (weights.get(word) || 0));
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
