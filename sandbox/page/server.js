// The sandbox behind the page: its state, its news, and what people do.

async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `${response.status} ${response.statusText}`);
  return answer;
}

const json = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body ?? {}),
});

export const readState = async () => answerOf(await fetch("sandbox/state"));

export const moveClock = async (step) => answerOf(await fetch("sandbox/clock", json(step)));

export const addPerson = async (name) => answerOf(await fetch("sandbox/people", json({ name })));

/** What this person does: send, tap, start, open, block, unblock, edit. */
export const act = async (person, verb, body) =>
  answerOf(await fetch(`sandbox/people/${person}/${verb}`, json(body)));

export async function sendMedia(person, kind, { file, caption, replyTo } = {}) {
  const form = new FormData();
  form.set("kind", kind);
  if (file) form.set("file", file, file.name);
  if (caption) form.set("caption", caption);
  if (replyTo) form.set("reply_to", replyTo);
  return answerOf(await fetch(`sandbox/people/${person}/media`, { method: "POST", body: form }));
}

export async function sendAlbum(person, { files, kinds, caption, replyTo }) {
  const form = new FormData();
  for (const kind of kinds) form.append("kind", kind);
  for (const file of files) form.append("file", file, file.name);
  if (caption) form.set("caption", caption);
  if (replyTo) form.set("reply_to", replyTo);
  return answerOf(await fetch(`sandbox/people/${person}/album`, { method: "POST", body: form }));
}

const RETRY_MS = 1000;

/** Calls `onNews` for each event, for ever: a lost connection is taken up again. */
export function listen({ onNews, onOpen, onLoss }) {
  const events = new EventSource("sandbox/events");
  events.onopen = onOpen;
  events.onmessage = (event) => onNews(JSON.parse(event.data));
  events.onerror = () => {
    onLoss();
    // The browser's own retrying is slow, and it gives up on an HTTP error.
    events.close();
    setTimeout(() => listen({ onNews, onOpen, onLoss }), RETRY_MS);
  };
}
