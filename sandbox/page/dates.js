// Dates as Telegram writes them, in the sandbox's time zone.

import { language, t } from "./words.js";

let timeZone;

/** `zone` is an IANA name; without one the browser's own zone is shown. */
export function showTimesIn(zone) {
  timeZone = zone ?? undefined;
}

const format = (iso, options) =>
  new Intl.DateTimeFormat(language, { timeZone, ...options }).format(new Date(iso));

export const time = (iso) => format(iso, { hour: "2-digit", minute: "2-digit", hour12: false });

/** A key for the calendar day, the same for all moments of it: "2026-05-15". */
export const dayOf = (iso) =>
  new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short" }).format(new Date(iso));

const daysBetween = (earlier, later) =>
  Math.round((Date.parse(dayOf(later)) - Date.parse(dayOf(earlier))) / 86_400_000);

export function day(iso, now) {
  const ago = daysBetween(iso, now);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  const sameYear = dayOf(iso).slice(0, 4) === dayOf(now).slice(0, 4);
  return format(iso, { day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

/** "17:00" today, "16 мая, 17:00" on another day. */
export const moment = (iso, now) =>
  daysBetween(iso, now) === 0
    ? time(iso)
    : `${format(iso, { day: "numeric", month: "long" })}, ${time(iso)}`;

export const full = (iso) =>
  `${format(iso, { weekday: "short", day: "numeric", month: "long", year: "numeric" })}, ${time(iso)}`;
