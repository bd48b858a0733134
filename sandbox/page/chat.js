// The history of one chat: days and messages, what is unread, and where the reader stands in it.

import { drawAlbum, together } from "./album.js";
import { draw } from "./bubble.js";
import { day, dayOf } from "./dates.js";
import { el, reconcile } from "./dom.js";

const NEAR_THE_END = 60; // pixels: whoever is so close to the last message follows new ones
const FLASH_MS = 1200;
const HALF = 0.5;

function byDay(messages) {
  const days = [];
  for (const message of messages) {
    const id = dayOf(message.date);
    if (days.at(-1)?.id !== id) days.push({ id, messages: [] });
    days.at(-1).messages.push(message);
  }
  return days;
}

/** A tail hangs on the last bubble of each run of messages by one author. */
function markRuns(nodes) {
  nodes.forEach((node, index) => {
    const author = (other) => other?.dataset.from;
    node.classList.toggle("last", author(nodes[index + 1]) !== author(node));
    node.classList.toggle("first", author(nodes[index - 1]) !== author(node));
  });
}

/** `hands` are what a message can ask for: author, tap, reply, edit, link, command. */
export function createChat({ history, messages: list, empty, down, unread: badge }, hands, onUnread) {
  let messages = [];
  let now = new Date().toISOString();
  let following = true; // the end of the history, as it grows
  let inView = true; // the phone itself, in a row wider than the window
  let unread = 0;
  let seen = null; // the newest message there was at the last look

  const nodeOf = (id) => list.querySelector(`[data-message="${id}"]`);
  const context = {
    ...hands,
    find: (id) => messages.find((message) => message.id === id),
    /** Does the bot still owe an answer to a tap on this button? */
    waits: (id, index) =>
      Boolean(context.find(id)?.buttons.flat().find((button) => button.index === index)?.pending),
    show(id) {
      const node = nodeOf(id);
      if (!node) return;
      node.scrollIntoView({ block: "center", behavior: "smooth" });
      node.classList.add("flash");
      setTimeout(() => node.classList.remove("flash"), FLASH_MS);
    },
  };

  function make({ album, messages: [message] }) {
    if (album) return el("div", { "data-album": album, "data-from": message.from });
    const node = el("div", { "data-message": message.id, "data-from": message.from });
    node.addEventListener("dblclick", (event) => {
      if (message.from !== "friend" && !event.target.closest("button, a, video")) context.reply(context.find(message.id));
    });
    return node;
  }

  function change(node, { album, messages: shown }) {
    const [message] = shown;
    const original = message.reply_to ? context.find(message.reply_to) : null;
    const drawn = JSON.stringify([shown, original?.text]);
    if (node.drawn === drawn) return;
    node.drawn = drawn;
    if (album) drawAlbum(node, shown, context);
    else draw(node, message, context);
  }

  const makeDay = () => el("section.day", {}, el("div.date", {}), el("div"));

  function changeDay(section, { messages: ofDay }) {
    const [label, box] = section.children;
    label.textContent = day(ofDay[0].date, now);
    reconcile(box, together(ofDay), (group) => group.id, make, change);
    markRuns([...box.children]);
  }

  function toEnd() {
    history.scrollTop = history.scrollHeight;
  }

  function countUnread(count) {
    unread = count;
    badge.textContent = count || "";
    onUnread(count);
  }

  function look() {
    down.hidden = following;
    if (following && inView) countUnread(0);
  }

  let top = 0; // where the reader was at the last scroll
  history.addEventListener("scroll", () => {
    const left = history.scrollHeight - history.scrollTop - history.clientHeight;
    // Only the reader scrolls up; a picture that loads puts the end further away, too.
    if (left < NEAR_THE_END) following = true;
    else if (history.scrollTop < top) following = false;
    top = history.scrollTop;
    look();
  });
  down.addEventListener("click", () => {
    following = true;
    toEnd();
    look();
  });
  // A picture that loads or a keyboard that opens must not push the last message out of sight.
  const keepUp = new ResizeObserver(() => following && toEnd());
  keepUp.observe(list);
  keepUp.observe(history);
  const watch = new IntersectionObserver(([entry]) => {
    inView = entry.isIntersecting;
    look();
  }, { threshold: HALF });
  watch.observe(history);

  list.addEventListener("click", (event) => {
    const target = event.target;
    const link = target.closest(".text a");
    const command = target.closest("[data-command]");
    target.closest(".spoiler")?.classList.add("shown");
    if (command) context.command(command.dataset.command);
    if (link) {
      event.preventDefault();
      context.link(link.href);
    }
  });

  return {
    update(newMessages, newNow) {
      const fresh = seen === null ? [] : newMessages.filter((message) => message.id > seen);
      messages = newMessages;
      now = newNow;
      seen = messages.reduce((newest, message) => Math.max(newest, message.id), 0);
      if (fresh.some((message) => message.from === "person")) following = true;
      reconcile(list, byDay(messages), (one) => one.id, makeDay, changeDay);
      for (const message of fresh) nodeOf(message.id)?.classList.add("new");
      empty.hidden = messages.length > 0;
      if (following) toEnd();
      countUnread(unread + fresh.filter((message) => message.from !== "person").length);
      look();
    },
  };
}
