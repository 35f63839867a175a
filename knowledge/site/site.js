// What every page does where there is JavaScript: a search field, and buttons that copy code.
"use strict";

document.getElementById("search").hidden = false;

for (const button of document.querySelectorAll(".copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const lines = button.parentElement.querySelectorAll(".code");
    const code = Array.from(lines, (line) => line.textContent).join("\n");
    button.textContent = (await copied(code)) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}

// A page opened from a folder may have no clipboard of its own: the older way still works there.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
