// One message: its bubble, and the buttons under it.

import { day, time } from "./dates.js";
import { el, icon } from "./dom.js";
import { showMedia } from "./media.js";
import { t } from "./words.js";

const FEW_EMOJI = /^(?:\p{Extended_Pictographic}[\u{fe0f}\u{200d}\u{1f3fb}-\u{1f3ff}]*){1,3}$/u;
const COMMAND = /(?<![^\s(«])\/[a-z0-9_]{1,32}(?![^\s.,;:!?)»…])/gi;

/** As in Telegram, a /command in any text can be pressed. */
function linkCommands(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("a, code, pre")) texts.push(walker.currentNode);
  }
  for (const node of texts) {
    for (const found of [...node.data.matchAll(COMMAND)].reverse()) {
      const rest = node.splitText(found.index);
      rest.splitText(found[0].length);
      const link = el("button.command", { type: "button", "data-command": found[0] });
      rest.replaceWith(link);
      link.append(rest);
    }
  }
}

export function meta(message) {
  const edited = message.edited ? [el("span.edited", {}, t("edited"))] : [];
  const silent = message.silent ? [icon("silent", t("silent"))] : [];
  const sent = message.from === "person" ? [icon("sent", t("sent"))] : [];
  const at = el("time", { datetime: message.date, title: day(message.date, message.date) }, time(message.date));
  return el("span.meta", {}, ...silent, ...edited, at, ...sent);
}

/** The line that a quote or code stands on ends with it: a block needs no newline after itself. */
function endLines(root) {
  for (const block of root.querySelectorAll("blockquote, pre")) {
    const next = block.nextSibling;
    if (next?.nodeType === Node.TEXT_NODE && next.data.startsWith("\n")) next.deleteData(0, 1);
  }
}

/** The server has cleaned `text_html` down to Telegram's own few tags. */
export function text(message) {
  const node = el("div.text", { dir: "auto" });
  node.innerHTML = message.text_html;
  endLines(node);
  linkCommands(node);
  return node;
}

export const summary = (message) =>
  message.text || (message.media ? t(message.media.kind) ?? t("document") : "");

export function quote(message, chat) {
  const original = chat.find(message.reply_to);
  const button = el(
    "button.quote",
    { type: "button", "data-quote": message.reply_to },
    el("b", {}, original ? chat.author(original) : ""),
    el("span", {}, original ? summary(original) : t("gone")),
  );
  button.addEventListener("click", () => chat.show(message.reply_to));
  return button;
}

export const forwarded = (message) =>
  message.forwarded_from && el("p.forwarded", {}, `${t("forwarded")} `, el("b", {}, message.forwarded_from));

function bubble(message, chat) {
  const node = el("div.bubble");
  const { media } = message;
  if (message.forwarded_from) node.append(forwarded(message));
  if (message.via) {
    node.append(el("p.forwarded", {}, el("b", {}, message.via.name ?? ""), ` ${t("via")} @${message.via.bot}`));
  }
  if (message.reply_to) node.append(quote(message, chat));
  if (media) node.append(showMedia(media));
  if (message.text_html) node.append(text(message));
  (node.querySelector(":scope > .text") ?? node).append(meta(message));
  if (message.reactions?.length) {
    node.append(el("div.reactions", {}, ...message.reactions.map((emoji) => el("span", {}, emoji))));
  }
  if (media) node.classList.add(`with-${media.kind}`);
  if (!message.text_html) node.classList.add("wordless");
  if (!media && FEW_EMOJI.test(message.text)) node.classList.add("emoji-only");
  return node;
}

const CORNERS = { url: "open", copy_text: "copy" };

function keyboard(message, chat) {
  const rows = message.buttons.map((row) => el("div.keys", {}, ...row.map((button) => {
    const corner = button.kind === "callback" ? [] : [icon(CORNERS[button.kind] ?? "forward")];
    const key = el(
      button.pending ? "button.key.busy" : "button.key",
      { type: "button", title: button.text, "data-index": button.index, "aria-busy": Boolean(button.pending) && "true" },
      el("span", {}, button.text),
      ...corner,
    );
    key.addEventListener("click", async () => {
      key.classList.toggle("busy", button.kind === "callback");
      await chat.tap(message, button);
      key.classList.toggle("busy", chat.waits(message.id, button.index));
    });
    return key;
  })));
  return el("div.inline-keyboard", {}, ...rows);
}

export function actions(message, chat) {
  const reply = el("button.icon", { type: "button", "aria-label": t("reply"), title: t("reply") }, icon("reply"));
  reply.addEventListener("click", () => chat.reply(message));
  const node = el("div.actions", {}, reply);
  if (message.from === "person" && (!message.media || message.media.captioned)) {
    const edit = el("button.icon", { type: "button", "aria-label": t("edit"), title: t("edit") }, icon("edit"));
    edit.addEventListener("click", () => chat.edit(message));
    node.append(edit);
  }
  return node;
}

/** Draw the message into its node anew; the key that had the focus keeps it. */
export function draw(node, message, chat) {
  const focused = node.contains(document.activeElement) && document.activeElement.dataset.index;
  node.className = `message ${message.from === "friend" ? "bot friend" : message.from}`;
  node.replaceChildren(bubble(message, chat), ...(message.from === "friend" ? [] : [actions(message, chat)]));
  if (message.buttons?.length) node.append(keyboard(message, chat));
  if (focused) node.querySelector(`[data-index="${focused}"]`)?.focus();
}
