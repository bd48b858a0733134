// The page: a row of phones, kept as the sandbox says they are.

import { createClock } from "./clock.js";
import { showTimesIn } from "./dates.js";
import { askText, toast } from "./dialogs.js";
import { avatar, el, reconcile } from "./dom.js";
import { createPhone } from "./phone.js";
import { addPerson, listen, readState } from "./server.js";
import { language, t, translate } from "./words.js";

const row = document.querySelector(".row");
const tabs = document.querySelector(".tabs");
const phones = new Map();
let state = null;

const say = (error) => toast(document.body, error.message);

function showPhone(id) {
  phones.get(id).node.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
}

function openAs(id, link) {
  showPhone(id);
  phones.get(id).open(link);
}

function makePhone(person) {
  const phone = createPhone(person.id, {
    botUsername: () => state.bot.username,
    people: () => state.people,
    openAs,
    refresh,
    onUnread: (count) => showUnread(person.id, count),
  });
  phones.set(person.id, phone);
  return phone.node;
}

function makeTab(person) {
  const tab = el("button.tab", { type: "button" }, el("span"), el("span"), el("span.badge"));
  tab.addEventListener("click", () => showPhone(person.id));
  return tab;
}

function changeTab(tab, person) {
  const [face, name] = tab.children;
  avatar(face, person.name, person.id, person.avatar);
  name.textContent = person.name;
}

function showUnread(id, count) {
  const badge = tabs.known?.get(id)?.querySelector(".badge");
  if (badge) badge.textContent = count || "";
}

function draw() {
  showTimesIn(state.timezone);
  clock.update(state);
  reconcile(tabs, state.people, (person) => person.id, makeTab, changeTab);
  reconcile(row, state.people, (person) => person.id, makePhone, (_, person) => {
    phones.get(person.id).update(state, person);
  });
}

let reading = Promise.resolve();
let queued = null;

/** Read the state anew, never from before this call; calls that come meanwhile share one reading. */
function refresh() {
  queued ??= reading.then(() => {
    queued = null;
    reading = readOnce();
    return reading;
  });
  return queued;
}

async function readOnce() {
  try {
    state = await readState();
    draw();
  } catch (error) {
    say(error);
  }
}

function hear(news) {
  if (news.kind === "toast") phones.get(news.person)?.toast(news.text, news.alert);
  else if (news.kind === "clock") clock.setTime(news.now);
  if (news.kind !== "toast") refresh();
}

document.documentElement.lang = language;
translate(document);
const clock = createClock(document.querySelector(".clock"), { onMoved: refresh, onError: say });

document.querySelector(".add").addEventListener("click", () => {
  const ask = { title: t("addPerson"), label: t("personName"), action: t("add") };
  askText(document.body, ask, async (name) => {
    try {
      const { id } = await addPerson(name);
      await refresh();
      if (phones.has(id)) showPhone(id);
    } catch (error) {
      say(error);
    }
  });
});

const offline = document.querySelector(".offline");
listen({
  onNews: hear,
  onOpen: () => {
    offline.hidden = true;
    refresh();
  },
  onLoss: () => {
    offline.hidden = false;
  },
});
