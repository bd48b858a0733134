// What pops up over a phone: toasts, alerts, and small questions.

import { el } from "./dom.js";
import { t } from "./words.js";

const TOAST_MS = 3000;

export function toast(toasts, text) {
  const pill = el("p.toast", { "data-testid": "toast" }, text);
  toasts.append(pill);
  setTimeout(() => pill.remove(), TOAST_MS);
}

/** Only the topmost overlay of a screen can be used; what lies under it can't be reached by Tab. */
function keepFocusOnTop(screen) {
  const top = [...screen.children].filter((node) => node.matches(".overlay")).at(-1);
  for (const node of screen.children) node.inert = Boolean(top) && node !== top;
}

function overlay(screen, role, title, ...children) {
  const before = document.activeElement;
  const box = el("div.box", { role, "aria-modal": "true", "aria-label": title }, ...children);
  const node = el("div.overlay", {}, box);
  const close = () => {
    node.remove();
    keepFocusOnTop(screen);
    before?.focus();
  };
  node.addEventListener("keydown", (event) => event.key === "Escape" && close());
  node.addEventListener("click", (event) => event.target === node && close());
  screen.append(node);
  keepFocusOnTop(screen);
  box.querySelector("input, button")?.focus();
  return close;
}

export function alert(screen, text) {
  const ok = el("button.plain", { type: "button" }, "OK");
  const close = overlay(screen, "alertdialog", text, el("p", {}, text), el("footer", {}, ok));
  ok.addEventListener("click", close);
}

function cancelAnd(action, close) {
  const cancel = el("button.plain", { type: "button" }, t("cancel"));
  cancel.addEventListener("click", () => close());
  return el("footer", {}, cancel, el("button.plain", { type: "submit" }, action));
}

/** Ask for one line of text; `preview` nodes stand above it. An empty one is left out of `onDone`
 *  unless `optional`. */
export function askText(screen, { title, label, action, optional = false, preview = [] }, onDone) {
  const field = el("input", { type: "text", "aria-label": label, placeholder: label, autocomplete: "off" });
  const footer = cancelAnd(action, () => close());
  const form = el("form", {}, el("h3", {}, title), ...preview, field, footer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text && !optional) return;
    close();
    onDone(text);
  });
  const close = overlay(screen, "dialog", title, form);
}

/** `choices` are `[label, value]`; each is a row to press, with `face(value)` before it. */
export function choose(screen, { title, text, choices, face }, onChosen) {
  const rows = choices.map(([label, value]) => {
    const row = el("button.choice", { type: "button" }, face(value), label);
    row.addEventListener("click", () => {
      close();
      onChosen(value);
    });
    return row;
  });
  const cancel = el("button.plain", { type: "button" }, t("cancel"));
  cancel.addEventListener("click", () => close());
  const about = text ? [el("p.quoted", {}, text)] : [];
  const close = overlay(screen, "dialog", title, el("h3", {}, title), ...about, ...rows, el("footer", {}, cancel));
}
