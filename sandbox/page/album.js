// An album: several messages in one bubble, pictures as a grid, files as a list.

import { actions, forwarded, meta, quote, text } from "./bubble.js";
import { el } from "./dom.js";
import { showMedia } from "./media.js";

const PICTURES = new Set(["photo", "video"]);

/** Messages in a row that belong together, each alone but for albums. */
export function together(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    if (message.album && last?.album === message.album) last.messages.push(message);
    else groups.push({ id: message.album ?? message.id, album: message.album, messages: [message] });
  }
  return groups;
}

function cell(message, chat, caption) {
  const node = el("div.cell", { "data-message": message.id }, showMedia(message.media), actions(message, chat));
  if (caption) node.append(text(message));
  node.addEventListener("dblclick", (event) => {
    if (!event.target.closest("button, a, video")) chat.reply(message);
  });
  return node;
}

/** One caption of a grid stands under it; all others stay with what they describe. */
export function drawAlbum(node, messages, chat) {
  const [first] = messages;
  const grid = PICTURES.has(first.media.kind);
  const captioned = messages.filter((message) => message.text_html);
  const under = grid && captioned.length === 1 ? captioned[0] : null;
  const cells = messages.map((message) => cell(message, chat, message !== under && message.text_html));
  const reactions = messages.flatMap((message) => message.reactions ?? []);
  const bubble = el("div.bubble", {}, forwarded(first), first.reply_to ? quote(first, chat) : null);
  bubble.append(el(grid ? "div.grid" : "div.list", {}, ...cells));
  if (under) bubble.append(text(under));
  const edited = messages.some((message) => message.edited);
  (bubble.querySelector(":scope > .text") ?? bubble).append(meta({ ...messages.at(-1), edited }));
  if (reactions.length) {
    bubble.append(el("div.reactions", {}, ...reactions.map((emoji) => el("span", {}, emoji))));
  }
  bubble.classList.add(`with-${grid ? "photo" : first.media.kind}`);
  bubble.classList.toggle("wordless", !under);
  node.className = `message album ${first.from}`;
  node.replaceChildren(bubble);
}
