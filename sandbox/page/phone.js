// One person's phone with their chat with the bot.

import { createChat } from "./chat.js";
import { createComposer } from "./composer.js";
import { alert, askText, choose, toast } from "./dialogs.js";
import { avatar, el, parts, popup } from "./dom.js";
import { createInline } from "./inline.js";
import { follow } from "./links.js";
import { act, sendAlbum, sendMedia } from "./server.js";
import { t, translate } from "./words.js";

const TYPING_MS = 5000;

export function createPhone(id, { botUsername, people, openAs, refresh, onUnread }) {
  const fragment = document.getElementById("phone").content.cloneNode(true);
  translate(fragment);
  const node = fragment.querySelector(".phone");
  node.dataset.person = id;
  const nodes = parts(node);
  let person = null;
  let botName = "";
  let typed; // the timer that looks whether the bot still types: nobody tells when it stops

  const say = (text) => toast(nodes.toasts, text);

  /** Do it; a refusal is shown to the person. True when it was done. */
  async function attempt(doing) {
    try {
      return (await doing()) ?? true;
    } catch (error) {
      say(error.message);
      return false;
    }
  }

  const copy = (text) => attempt(() => navigator.clipboard.writeText(text).then(() => say(t("copied"))));
  const author = (message) => (message.from === "bot" ? botName : person.name);
  const send = (text, replyTo) => attempt(() => act(id, "send", { text, ...(replyTo ? { reply_to: replyTo } : {}) }));

  function choosePerson({ link, text, sharing = false }) {
    const choices = people().filter((one) => !sharing || one.id !== id).map((one) => [one.name, one]);
    const face = (one) => avatar(el("span"), one.name, one.id, one.avatar);
    const title = sharing ? t("whoGets") : t("whoOpens");
    choose(nodes.screen, { title, text: text ?? link, choices, face }, (one) => openAs(one.id, link));
  }

  /** Resolves to true once it is sent; a list that somebody closes without a choice sends nothing. */
  function sendResult(result, { chat_type: type }) {
    const give = (to) => attempt(() => act(id, "choose", { result_id: result.id, ...(to ? { to } : {}) }));
    if (type === "sender") return give();
    return new Promise((done) => {
      const choices = people().filter((one) => one.id !== id).map((one) => [one.name, one]);
      const face = (one) => avatar(el("span"), one.name, one.id, one.avatar);
      choose(nodes.screen, { title: t("whoGets"), text: result.text, choices, face }, async (one) => {
        const sent = await give(one.id);
        if (sent) say(t("delivered"));
        done(sent);
      });
    });
  }

  const openLink = (url) => follow(url, botUsername(), choosePerson);

  async function tap(message, button) {
    const pressed = { message_id: message.id, index: button.index };
    const answer = await attempt(() => act(id, "tap", pressed));
    await refresh();
    if (!answer.url) return;
    if (button.kind === "copy_text") await copy(answer.url);
    else openLink(answer.url);
  }

  const chat = createChat(
    nodes,
    {
      author,
      tap,
      link: openLink,
      command: (command) => send(command),
      reply: (message) => composer.reply(message),
      edit: (message) => composer.edit(message),
    },
    onUnread,
  );
  const composer = createComposer(nodes, nodes.screen, `draft:${id}`, {
    author,
    send,
    edit: (messageId, text) => attempt(() => act(id, "edit", { message_id: messageId, text })),
    sendAlbum: (what, replyTo) => attempt(() => sendAlbum(id, { ...what, replyTo })),
    sendMedia: (what, replyTo) => attempt(() => sendMedia(id, what.kind, { ...what, replyTo })),
    start: () => attempt(() => act(id, "start")), // it lifts a block too, as RESTART does
  });

  const inline = createInline(nodes, botUsername, {
    ask: (query) => attempt(() => act(id, "inline", { query })),
    close: () => attempt(() => act(id, "close_results")),
    send: sendResult,
    button: async () => {
      const { url } = await attempt(() => act(id, "results_button"));
      if (url) openLink(url);
    },
  });

  const open = (link) => attempt(() => act(id, "open", { link }));

  popup(nodes.more, nodes.menu);
  nodes.block.addEventListener("click", () => attempt(() => act(id, person.blocked ? "unblock" : "block")));
  nodes.openLink.addEventListener("click", () => {
    const ask = { title: t("openLink"), label: t("linkHelp"), action: t("open") };
    askText(nodes.screen, ask, open);
  });

  function showStatus() {
    const typing = person.chat.chat_action !== null && person.chat.chat_action !== undefined;
    nodes.status.textContent = person.blocked ? t("blocked") : typing ? t("typing") : t("bot");
    nodes.status.classList.toggle("typing", typing && !person.blocked);
    clearTimeout(typed);
    if (typing) typed = setTimeout(refresh, TYPING_MS);
    nodes.blockLabel.textContent = person.blocked ? t("unblock") : t("block");
  }

  return {
    node,
    open,
    toast: (text, isAlert) => (isAlert ? alert(nodes.screen, text) : say(text)),
    update(state, newPerson) {
      person = newPerson;
      botName = state.bot.name;
      node.setAttribute("aria-label", [person.name, person.role_label].filter(Boolean).join(", "));
      nodes.name.textContent = person.name;
      nodes.role.textContent = person.role_label;
      nodes.role.hidden = !person.role_label;
      avatar(nodes.avatar, person.name, person.id, person.avatar);
      nodes.botName.textContent = botName;
      avatar(nodes.botAvatar, botName, 5);
      showStatus();
      chat.update(person.chat.messages, state.now);
      composer.update(person);
      inline.update(person.inline);
    },
  };
}
