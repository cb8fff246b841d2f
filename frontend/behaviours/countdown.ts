/** `data-countdown="due time"`: keeps "sisa 2 j 05 m" true; the same words and units as kit/formatting.py `left`. */
const LETTERS = { id: ["h", "j", "m"], en: ["d", "h", "m"] } as const;

export function spanText(milliseconds: number, language: "id" | "en"): string {
  const total = Math.floor(Math.abs(milliseconds) / 60_000);
  const [days, hours, minutes] = [Math.floor(total / 1440), Math.floor(total / 60) % 24, total % 60];
  const [d, h, m] = LETTERS[language];
  if (days) return hours ? `${days} ${d} ${hours} ${h}` : `${days} ${d}`;
  if (hours) return minutes ? `${hours} ${h} ${String(minutes).padStart(2, "0")} ${m}` : `${hours} ${h}`;
  return minutes ? `${minutes} ${m}` : `< 1 ${m}`;
}

export function leftText(due: Date, now: Date, language: "id" | "en"): string {
  const span = spanText(due.getTime() - now.getTime(), language);
  if (due < now) return language === "en" ? `overdue ${span}` : `lewat ${span}`;
  return language === "en" ? `${span} left` : `sisa ${span}`;
}

export function countdown(element: HTMLElement): void {
  const due = new Date(element.dataset.countdown ?? "");
  if (Number.isNaN(due.getTime())) return;
  const language = document.documentElement.lang === "en" ? "en" : "id";
  const tick = () => {
    if (!element.isConnected) return clearInterval(timer);
    const text = leftText(due, new Date(), language);
    if (text !== element.textContent) element.textContent = text;
  };
  const timer = setInterval(tick, 20_000);
}
