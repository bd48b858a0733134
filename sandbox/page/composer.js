// The foot of a chat: writing, replying, commands, attachments, the bot's keyboard, START.

import { summary } from "./bubble.js";
import { askText } from "./dialogs.js";
import { el, icon, popup, reconcile } from "./dom.js";
import { sampleVoice, size } from "./media.js";
import { t } from "./words.js";

const ACCEPTS = { photo: "image/*", video: "video/*", document: "", voice: null, sticker: null, contact: null };

/** The command list: the whole by its button, those that fit by typing "/". */
function createCommands({ commands: panel, menuButton, input }, onChosen) {
  let all = [];
  let opened = false; // by the button
  let dismissed = false; // while the same text is in the field

  const typed = () => (/^\/\S*$/.test(input.value) ? input.value.slice(1).toLowerCase() : null);
  const rows = () => [...panel.children];
  const chosen = () => panel.querySelector("[aria-selected=true]");

  function show() {
    const prefix = dismissed ? null : typed();
    const fitting = opened ? all : all.filter(({ command }) => prefix !== null && command.startsWith(prefix));
    panel.hidden = fitting.length === 0;
    menuButton.hidden = all.length === 0;
    menuButton.setAttribute("aria-expanded", String(!panel.hidden));
    reconcile(panel, fitting, ({ command }) => command, make, change);
  }

  function make({ command }) {
    const row = el("button.row-of-menu", { type: "button", role: "option", "aria-selected": "false" }, el("b"), el("span"));
    row.addEventListener("click", () => choose(command));
    return row;
  }

  function change(row, { command, description }) {
    row.firstChild.textContent = `/${command}`;
    row.lastChild.textContent = description;
  }

  function choose(command) {
    onChosen(`/${command}`, typed() !== null);
    close();
  }

  function close() {
    opened = false;
    dismissed = true;
    show();
  }

  function step(by) {
    const at = rows().indexOf(chosen());
    chosen()?.setAttribute("aria-selected", "false");
    const next = rows().at((at + by + (at < 0 && by < 0 ? 1 : 0)) % rows().length);
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
  }

  /** True when the key was for the list and not for the field. */
  function takes(event) {
    if (panel.hidden) return false;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen()) chosen().click();
    else if (event.key === "Tab" && typed()) (chosen() ?? rows()[0]).click();
    else return false;
    event.preventDefault();
    return true;
  }

  menuButton.addEventListener("click", () => {
    opened = panel.hidden;
    if (opened) show();
    else close();
  });
  input.addEventListener("input", () => {
    opened = dismissed = false;
    show();
  });
  return {
    takes,
    close,
    update(commands) {
      all = commands;
      show();
    },
  };
}

/** What is being answered or edited, shown above the field. */
function createQuoting({ quoting, quotingIcon, quotingTitle, quotingText, unquote, input }, author) {
  let subject = null;
  const set = (message, edits = false) => {
    subject = message && { message, edits };
    quoting.hidden = !message;
    if (!message) return;
    quotingIcon.setAttribute("href", edits ? "#i-edit" : "#i-reply");
    quotingTitle.textContent = edits ? t("editing") : author(message);
    quotingText.textContent = summary(message);
    input.focus();
  };
  unquote.addEventListener("click", () => {
    if (subject?.edits) input.value = "";
    set(null);
  });
  return {
    set,
    get replyTo() {
      return subject && !subject.edits ? subject.message.id : undefined;
    },
    get edits() {
      return subject?.edits ? subject.message.id : undefined;
    },
  };
}

/** `hands` are what this person does: send, edit, sendMedia, sendAlbum, start, author. */
export function createComposer(nodes, screen, draftKey, hands) {
  const { input, writing, start, restart, keyboard, keyboardButton, attach, attachments, file } = nodes;
  const quoting = createQuoting(nodes, hands.author);
  const commands = createCommands(nodes, (command, wasTyped) => {
    if (wasTyped) write("");
    hands.send(command);
  });
  let kind = "document";

  function keep() {
    nodes.send.disabled = !input.value.trim();
    sessionStorage.setItem(draftKey, quoting.edits ? "" : input.value);
  }

  function write(text) {
    input.value = text;
    keep();
  }

  async function submit() {
    const text = input.value.trim();
    if (!text) return;
    const { edits, replyTo } = quoting;
    write("");
    quoting.set(null);
    commands.close();
    const done = edits ? await hands.edit(edits, text) : await hands.send(text, replyTo);
    if (!done && !input.value) write(text);
  }

  async function sendMedia(what) {
    const replyTo = quoting.replyTo;
    quoting.set(null);
    await (what.files ? hands.sendAlbum(what, replyTo) : hands.sendMedia(what, replyTo));
  }

  function previewOf(chosen, as) {
    if (as !== "photo") {
      return el("p.preview", {}, icon(as), el("b", {}, chosen.name), ` ${size(chosen.size)}`);
    }
    const image = el("img.preview", { src: URL.createObjectURL(chosen), alt: chosen.name });
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    return image;
  }

  /** One file goes by itself, several as an album. */
  function offer(files, kinds) {
    const several = files.length > 1;
    const previews = files.map((chosen, index) => previewOf(chosen, kinds[index]));
    const preview = several ? [el("div.previews", {}, ...previews)] : previews;
    const title = several ? t("album") : t(kinds[0]);
    const ask = { title, label: t("caption"), action: t("send"), optional: true, preview };
    const what = several ? { files, kinds } : { file: files[0], kind: kinds[0] };
    askText(screen, ask, (caption) => sendMedia({ ...what, caption }));
  }

  function pick(as) {
    if (as === "voice") return sendMedia({ kind: as, file: sampleVoice() });
    if (ACCEPTS[as] === null) return sendMedia({ kind: as });
    kind = as;
    file.accept = ACCEPTS[as];
    return file.click();
  }

  const kindOf = (one) => (one.type.startsWith("image/") ? "photo" : one.type.startsWith("video/") ? "video" : "document");

  for (const as of Object.keys(ACCEPTS)) {
    const row = el("button", { type: "button", role: "menuitem" }, icon(as), t(as));
    row.addEventListener("click", () => pick(as));
    attachments.append(row);
  }
  popup(attach, attachments);
  file.addEventListener("change", () => {
    const chosen = [...file.files];
    if (chosen.length) offer(chosen, chosen.map(() => kind));
    file.value = "";
  });
  /** Pictures and films go as they are, unless there is a file among them: then all go as files. */
  const given = (transfer) => {
    const files = writing.hidden ? [] : [...transfer.files];
    const kinds = files.map(kindOf);
    const alike = kinds.includes("document") ? kinds.map(() => "document") : kinds;
    if (files.length) offer(files, alike);
    return files.length > 0;
  };
  input.addEventListener("paste", (event) => given(event.clipboardData) && event.preventDefault());
  screen.addEventListener("dragover", (event) => event.preventDefault());
  screen.addEventListener("drop", (event) => {
    event.preventDefault();
    given(event.dataTransfer);
  });

  input.addEventListener("input", keep);
  input.addEventListener("keydown", (event) => {
    if (commands.takes(event) || event.isComposing) return;
    if (event.key === "Escape") nodes.unquote.click();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  writing.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  start.addEventListener("click", () => hands.start());
  restart.addEventListener("click", () => hands.start());
  keyboardButton.addEventListener("click", () => {
    keyboard.hidden = !keyboard.hidden;
    keyboardButton.setAttribute("aria-pressed", String(!keyboard.hidden));
  });

  let keys = "null"; // the reply keyboard on show, as JSON
  function showKeyboard(rows) {
    if (JSON.stringify(rows) === keys) return;
    keys = JSON.stringify(rows);
    keyboard.replaceChildren(...(rows ?? []).map((row) => el("div.keys", {}, ...row.map((button) => {
      const key = el("button.key", { type: "button" }, button.text);
      const press = () => (button.request_contact ? sendMedia({ kind: "contact" }) : hands.send(button.text));
      key.addEventListener("click", press);
      return key;
    }))));
    keyboardButton.hidden = keyboard.hidden = !rows?.length;
    keyboardButton.setAttribute("aria-pressed", "true");
  }

  write(sessionStorage.getItem(draftKey) ?? "");
  return {
    reply: (message) => quoting.set(message),
    edit(message) {
      write(message.text);
      quoting.set(message, true);
    },
    update(person) {
      const { started, reply_keyboard: rows } = person.chat;
      restart.hidden = !person.blocked;
      start.hidden = started || person.blocked;
      writing.hidden = !started || person.blocked;
      showKeyboard(writing.hidden ? null : rows);
      commands.update(writing.hidden ? [] : person.commands);
      if (writing.hidden) quoting.set(null);
    },
  };
}
