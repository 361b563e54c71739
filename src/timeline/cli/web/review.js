// The keys of the terminal. Everything they do can be clicked as well, and works without this file.
"use strict";
const typing = (node) => node.closest("input, textarea, select");
const find = (key) => [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key.split(" ").includes(key));
let sent = false;

function act(node) {
  if (node.tagName !== "DETAILS") return node.click();
  node.open = !node.open;
  const first = node.querySelector("input:not([type=hidden]), select, textarea");
  if (node.open && first) { first.focus(); first.select?.(); }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.activeElement.blur();
    document.querySelectorAll("details[open]").forEach((node) => { node.open = false; });
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const node = find(event.key.toLowerCase());
  if (node && !node.disabled) { event.preventDefault(); act(node); }
});

// Twice the same key is one answer.
document.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
window.addEventListener("pageshow", () => { sent = false; });

// The quote in its article, without moving the page.
for (const box of document.querySelectorAll(".text")) {
  const quote = box.querySelector("mark.quote");
  if (quote) box.scrollTop = quote.offsetTop - box.offsetTop - box.clientHeight / 3;
}
