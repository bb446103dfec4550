// Numbers and times as text, in the reader's language. Unknown is an en dash, never 0.
import i18next from "i18next";

export const UNKNOWN = "–";

/** The reader's own variety of the page's language: 24 hours or 12, day or month first. */
export function locale(): string {
  const own = typeof navigator === "undefined" ? [] : navigator.languages;
  return own.find((name) => name.startsWith(i18next.language)) ?? i18next.language;
}

const made = new Map<string, Intl.NumberFormat>();
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Formats are kept: making one takes as long as hundreds of uses. */
export function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(made, options, () => new Intl.NumberFormat(locale(), options));
}

export function clock(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(clocks, options, () => new Intl.DateTimeFormat(locale(), options));
}

function kept<Format>(all: Map<string, Format>, options: object, make: () => Format): Format {
  const name = `${locale()}${JSON.stringify(options)}`;
  const known = all.get(name) ?? make();
  all.set(name, known);
  return known;
}

export function count(value: number | null | undefined): string {
  return value == null ? UNKNOWN : numbers({ maximumFractionDigits: 0 }).format(value);
}

/** Three digits and a letter for what is large: 1.23M. */
export function short(value: number | null | undefined): string {
  if (value == null) return UNKNOWN;
  return numbers({ notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

export function decimal(value: number | null | undefined, digits = 1): string {
  return value == null ? UNKNOWN : numbers({ maximumFractionDigits: digits }).format(value);
}

/** A share from 0 to 1 as percent. What is nearly all is never shown as all, and hardly anything never as nothing. */
export function percent(share: number | null | undefined, digits = 1): string {
  if (share == null) return UNKNOWN;
  const step = 10 ** -digits / 100;
  const shown = numbers({ style: "percent", maximumFractionDigits: digits });
  if (share > 0 && share < step) return `< ${shown.format(step)}`;
  if (share < 1 && share > 1 - step) return `> ${shown.format(1 - step)}`;
  return shown.format(share);
}

const STEPS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** How long, in its largest whole unit: "3 min". */
export function duration(seconds: number | null | undefined): string {
  if (seconds == null) return UNKNOWN;
  const [unit, size] = STEPS.find(([, size]) => seconds >= size) ?? ["second", 1];
  return numbers({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 }).format(
    Math.floor(seconds / size),
  );
}

export function secondsSince(moment: string, now: number): number {
  return Math.max(0, (now - Date.parse(moment)) / 1000);
}

export function localTime(moment: string): string {
  return clock({ dateStyle: "medium", timeStyle: "medium" }).format(new Date(moment));
}

export function utcTime(moment: string): string {
  return `${new Date(moment).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** An address or hash by its ends: enough to recognise, and the whole of it is copied. */
export function ends(text: string, first = 6, last = 6): string {
  return text.length <= first + last + 1 ? text : `${text.slice(0, first)}…${text.slice(-last)}`;
}

/** A model without its commit and hash: what people call it. */
export function modelName(model: string | null): string {
  return model?.split("@")[0] || UNKNOWN;
}

/** "1234567.89" in groups of three, the digits after the point as they are. */
export function grouped(amount: string): { whole: string; fraction: string } {
  const [whole = "", fraction = ""] = amount.replace("-", "").split(".");
  const point = numbers({ minimumFractionDigits: 1 })
    .formatToParts(0.5)
    .find((part) => part.type === "decimal");
  const sign = amount.startsWith("-") ? "−" : "";
  return { whole: sign + numbers({}).format(BigInt(whole)), fraction: fraction && (point?.value ?? ".") + fraction };
}
