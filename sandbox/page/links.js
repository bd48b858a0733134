// Links that people meet in a chat: to the bot, to Telegram's share sheet, to anywhere else.

/** What a link is: `{deep}` opens the bot, `{share, text}` is to be sent on, `{away}` leaves. */
export function readLink(url, botUsername) {
  if (!URL.canParse(url)) return { away: url };
  const link = new URL(url);
  if (link.hostname !== "t.me" && link.hostname !== "telegram.me") return { away: url };
  const path = link.pathname.replace(/^\//, "");
  if (path === "share/url" || path === "share") {
    return { share: link.searchParams.get("url") ?? "", text: link.searchParams.get("text") ?? "" };
  }
  return path.toLowerCase() === botUsername.toLowerCase() ? { deep: url } : { away: url };
}

/** In this sandbox a link is opened by one of the people, whom `choosePerson` asks for. */
export function follow(url, botUsername, choosePerson) {
  const link = readLink(url, botUsername);
  if (link.away) window.open(link.away, "_blank", "noopener,noreferrer");
  else if (link.deep) choosePerson({ link: link.deep });
  else choosePerson({ link: link.share, text: [link.text, link.share].filter(Boolean).join("\n"), sharing: true });
}
