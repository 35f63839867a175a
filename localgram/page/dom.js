// Elements are only ever made here, and text only ever becomes text: nothing a person or the
// bot writes is parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  const { data = {}, ...plain } = properties;
  Object.assign(made.dataset, data);
  for (const [name, value] of Object.entries(plain)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

// The address if following it can do no harm here, else null.
export function safeAddress(address) {
  const url = URL.canParse(address) ? address : `https://${address}`;
  return URL.canParse(url) && SAFE_SCHEMES.has(new URL(url).protocol) ? url : null;
}

let hiding = 0;

export function toast(text) {
  const shown = byId("toast");
  shown.textContent = text;
  shown.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { shown.hidden = true; }, Math.min(2000 + text.length * 40, 7000));
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser does not allow copying here");
  }
}
