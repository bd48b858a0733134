// What the bot offers inline: typed as "@bot ..." or opened by a button, shown above the field.

import { el, icon } from "./dom.js";
import { t } from "./words.js";

const PAUSE_MS = 250; // after the last key, before the bot is asked

/** `hands` are what this person does with it: ask, close, send, button. */
export function createInline({ results: panel, input }, botUsername, hands) {
  let shown = null; // what is on the screen, from the server
  let drawn = "null";
  let asking; // the timer of a query that is being typed

  /** What stands after @bot in the field; null where the text is for the chat. */
  function typed() {
    const [, name, query] = /^@(\w+)\s(.*)$/s.exec(input.value) ?? [];
    return name?.toLowerCase() === botUsername().toLowerCase() ? query.trim() : null;
  }

  function clear() {
    clearTimeout(asking);
    if (typed() === null) return;
    shown = null;
    input.value = "";
    input.dispatchEvent(new Event("input"));
  }

  async function choose(result) {
    if (await hands.send(result, shown)) clear();
  }

  function row(result) {
    const more = result.description || result.text;
    const node = el("button.row-of-menu", { type: "button" }, el("b", {}, result.title || result.id), el("span", {}, more));
    node.addEventListener("click", () => choose(result));
    return node;
  }

  function rows() {
    const shut = el("button.icon", { type: "button", "aria-label": t("close"), title: t("close"), onclick: close }, icon("close"));
    const title = el("p.asked", {}, el("span", {}, `@${botUsername()} ${shown.query}`), shut);
    const nodes = [title, ...shown.results.map(row)];
    if (shown.button) nodes.splice(1, 0, el("button.plain", { type: "button", onclick: pressButton }, shown.button));
    if (nodes.length === 1) nodes.push(el("p.asked", {}, t(shown.pending ? "inlineWaits" : "inlineNothing")));
    return nodes;
  }

  function pressButton() {
    clear();
    hands.button();
  }

  function close() {
    const wasOpen = shown;
    clear();
    if (wasOpen) hands.close();
  }

  input.addEventListener("input", () => {
    const query = typed();
    clearTimeout(asking);
    if (query !== null) asking = setTimeout(() => hands.ask(query), PAUSE_MS);
    else if (shown?.typed) hands.close();
  });
  for (const node of [panel, input]) {
    node.addEventListener("keydown", (event) => event.key === "Escape" && shown && close());
  }

  return {
    update(inline) {
      if (JSON.stringify(inline) === drawn) return;
      drawn = JSON.stringify(inline);
      shown = inline && { ...inline, typed: typed() !== null };
      panel.hidden = !shown;
      panel.replaceChildren(...(shown ? rows() : []));
    },
  };
}
