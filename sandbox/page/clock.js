// The clock in the top bar: what time it is in the sandbox, and the buttons that move it.

import { full, moment } from "./dates.js";
import { moveClock } from "./server.js";
import { t } from "./words.js";

const STEPS = { next: { to: "next" }, hour: { hours: 1 }, day: { days: 1 } };

export function createClock(root, { onMoved, onError }) {
  const buttons = [...root.querySelectorAll("[data-move]")];
  const reading = root.querySelector("time");
  const hint = root.querySelector("[data-testid=next]");
  let clock = { can_next: false, next: null, moving: false };
  let ahead = 0; // of this machine's clock, in milliseconds
  let asked = null; // the button whose move is under way

  const now = () => new Date(Date.now() + ahead).toISOString();

  function showTime() {
    reading.textContent = full(now());
    reading.dateTime = now();
  }

  function show() {
    const moving = clock.moving || asked !== null;
    root.setAttribute("aria-busy", String(moving));
    for (const button of buttons) {
      button.disabled = moving || (button.dataset.move === "next" && !clock.can_next);
      button.classList.toggle("busy", moving && button === asked);
    }
    if (moving) hint.textContent = t("moving");
    else if (clock.next) hint.textContent = `${t("nextIs")} ${moment(clock.next, now())}`;
    else hint.textContent = clock.can_next ? "" : t("nothingNext");
    showTime();
  }

  async function move(button) {
    asked = button;
    show();
    try {
      await moveClock(STEPS[button.dataset.move]);
    } catch (error) {
      onError(error);
    } finally {
      asked = null;
      await onMoved();
      show();
    }
  }

  for (const button of buttons) button.addEventListener("click", () => move(button));
  setInterval(showTime, 1000);

  const setTime = (iso) => {
    ahead = Date.parse(iso) - Date.now();
    showTime();
  };
  return {
    setTime,
    update(state) {
      clock = state.clock;
      setTime(state.now);
      show();
    },
  };
}
