// Pictures, files, voice, video, stickers and contacts inside a bubble.

import { avatar, el, icon } from "./dom.js";
import { t } from "./words.js";

export function size(bytes) {
  const units = t("sizes");
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

const clockFace = (seconds) => {
  const whole = Math.round(Number.isFinite(seconds) ? seconds : 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

function enlarge(url) {
  const viewer = document.querySelector(".viewer");
  viewer.querySelector("img").src = url;
  viewer.onclick = () => viewer.close();
  viewer.showModal();
}

function photo(media) {
  const image = el("img", { src: media.url, alt: media.name || t("photo") });
  const button = el("button.photo", { type: "button", "aria-label": t("photo") }, image);
  button.addEventListener("click", () => enlarge(media.url));
  return button;
}

const video = (media) =>
  el("video.video", { src: media.url, controls: true, preload: "metadata", "aria-label": t("video") });

function file(media) {
  const name = media.name || t("document");
  return el(
    "a.file",
    { href: media.url, download: name, "aria-label": `${t("download")}: ${name}` },
    el("span.round", {}, icon("save")),
    el("span.about", {}, el("b", {}, name), el("span", {}, size(media.size ?? 0))),
  );
}

const BARS = 32;

/** There is no loudness to draw: the bars of a voice message come from its address, so they stay. */
function waveform(url) {
  let seed = [...url].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return el(`i.h${2 + (seed >>> 24) % 9}`);
  });
}

function voice(media) {
  const audio = new Audio(media.url);
  audio.preload = "metadata";
  const bars = waveform(media.url);
  const left = el("span", {}, clockFace(media.duration));
  const button = el("button.round", { type: "button", "aria-label": t("play") }, icon("play"));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : (media.duration ?? 0));
  const show = () => {
    const done = length() ? audio.currentTime / length() : 0;
    bars.forEach((bar, index) => bar.classList.toggle("played", index < done * BARS));
    left.textContent = clockFace(audio.currentTime || length());
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", t(audio.paused ? "play" : "pause"));
  };
  button.addEventListener("click", () => (audio.paused ? audio.play().catch(show) : audio.pause()));
  for (const name of ["loadedmetadata", "timeupdate", "play", "pause", "ended"]) {
    audio.addEventListener(name, show);
  }
  return el("div.voice", {}, button, el("div.about", {}, el("div.bars", {}, ...bars), left));
}

const SMALLEST_PICTURE = 64;

/** An emoji stands in for a sticker that has no picture to speak of. */
function sticker(media) {
  const emoji = el("span.emoji", { role: "img", "aria-label": t("sticker") }, media.emoji || "🙂");
  const box = el("div.sticker", {}, emoji);
  const image = el("img", { src: media.url, alt: t("sticker") });
  image.addEventListener("load", () => {
    if (image.naturalWidth >= SMALLEST_PICTURE) box.replaceChildren(image);
  });
  return box;
}

function contact(media) {
  const { first_name: name = t("contact"), phone_number: phone = "" } = media;
  const about = el("span.about", {}, el("b", {}, name), el("span", {}, phone));
  return el("div.contact", {}, avatar(el("span"), name, name.length), about);
}

function location(media) {
  const place = `${media.latitude}, ${media.longitude}`;
  const about = el("span.about", {}, el("b", {}, t("location")), el("span", {}, place));
  return el("div.contact", {}, el("span.round", {}, icon("pin")), about);
}

function venue(media) {
  const about = el("span.about", {}, el("b", {}, media.title), el("span", {}, media.address));
  return el("div.contact", {}, el("span.round", {}, icon("pin")), about);
}

const dice = (media) =>
  el("div.sticker", {}, el("span.emoji", { role: "img", "aria-label": t("dice") }, media.emoji), ` ${media.value}`);

const poll = (media) =>
  el("div.about", {}, el("b", {}, media.question), ...media.options.map((option) => el("span", {}, `○ ${option.text}`)));

const KINDS = {
  photo,
  video,
  animation: video,
  video_note: video,
  voice,
  audio: voice,
  sticker,
  contact,
  location,
  venue,
  dice,
  poll,
};

export const showMedia = (media) => (KINDS[media.kind] ?? file)(media);

const SECONDS = 2;
const RATE = 8000;

/** A short chime, for who wants to send a voice message without a microphone. */
export function sampleVoice() {
  const wave = new DataView(new ArrayBuffer(44 + SECONDS * RATE));
  const write = (at, text) => [...text].forEach((c, i) => wave.setUint8(at + i, c.charCodeAt(0)));
  write(0, "RIFF");
  wave.setUint32(4, wave.byteLength - 8, true);
  write(8, "WAVEfmt ");
  [[16, 16], [24, RATE], [28, RATE], [40, SECONDS * RATE]].forEach(([at, n]) => wave.setUint32(at, n, true));
  [[20, 1], [22, 1], [32, 1], [34, 8]].forEach(([at, n]) => wave.setUint16(at, n, true));
  write(36, "data");
  for (let i = 0; i < SECONDS * RATE; i += 1) {
    const tone = Math.sin((2 * Math.PI * (i < RATE ? 440 : 554) * i) / RATE);
    wave.setUint8(44 + i, 128 + 60 * tone * Math.exp((-3 * (i % RATE)) / RATE));
  }
  return new File([wave], "voice.wav", { type: "audio/wav" });
}
