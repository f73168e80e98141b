export const locale = (language: string): string => (language === "zh" ? "zh-CN" : navigatorEnglish());

const navigatorEnglish = (): string =>
  (typeof navigator === "undefined" ? [] : navigator.languages).find((one) => one.startsWith("en")) ?? "en";

const kept = new Map<string, Intl.DateTimeFormat>();

/** How days and times are said: one for all that is said so, since each takes a while to make. */
function dates(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale(language)} ${JSON.stringify(options)}`;
  const known = kept.get(name) ?? new Intl.DateTimeFormat(locale(language), options);
  kept.set(name, known);
  return known;
}

export function money(amounts: readonly { amount: string; currency: string }[], language: string): string {
  const sums = new Map<string, number>();
  for (const one of amounts) sums.set(one.currency, (sums.get(one.currency) ?? 0) + Number(one.amount));
  return [...sums]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([currency, amount]) =>
      new Intl.NumberFormat(locale(language), { style: "currency", currency, notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 }).format(amount),
    )
    .join(" · ");
}

/** A text of the API, in which these amounts stand as `CNY 26,000,000.00`, with them as `money` says them. */
export const amountsIn = (text: string, amounts: readonly { amount: string; currency: string }[], language: string): string =>
  amounts.reduce((said, one) => said.replace(`${one.currency} ${grouped(one.amount)}`, money([one], language)), text);

/** A decimal as text with commas between thousands; its digits are not touched. */
const grouped = (amount: string): string => amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");

export const day = (at: string, language: string): string =>
  dates(language, { dateStyle: "medium" }).format(new Date(at));

/** A month in figures, as `03/2026`. */
export const month = (at: string, language: string): string =>
  dates(language, { year: "numeric", month: "2-digit" }).format(new Date(at));

export const time = (at: number, language: string): string => dates(language, { timeStyle: "short" }).format(at);

const DAY_MS = 86_400_000;
export const daysSince = (at: string, now: number): number => Math.max(0, Math.floor((now - Date.parse(at)) / DAY_MS));

/** “today”, “3 days ago”, “2 months ago”. */
export function ago(at: string, now: number, language: string): string {
  const days = daysSince(at, now);
  const say = new Intl.RelativeTimeFormat(locale(language), { numeric: "auto", style: "short" });
  if (days < 60) return say.format(-days, "day");
  if (days < 730) return say.format(-Math.round(days / 30.44), "month");
  return say.format(-Math.round(days / 365.25), "year");
}

/** A figure with its sign, as `+25`; a real minus, which reads as one. */
export const signed = (value: number): string => {
  const whole = Math.round(value);
  if (whole === 0) return "0";
  return whole > 0 ? `+${whole}` : `−${-whole}`;
};

/** The midnight (UTC) so many days ago: the same all day, so that it is asked once. */
export const midnight = (daysAgo: number, now: number): string =>
  new Date(Math.floor(now / DAY_MS) * DAY_MS - daysAgo * DAY_MS).toISOString();
