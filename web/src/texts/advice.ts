// The API writes its advice in English. Another language fills its own sentence with what the English one was filled with.

export type Advice = Record<string, string>;
/** A pattern for a value of a sentence, and what stands for it: `["^(\\d+) minutes$", "$1 мин"]`. */
export type Phrases = string[][];

/** The same advice in another language; null for a code, or a sentence, that is not known here. */
export function translated(code: string, detail: string, from: Advice, to: Advice, phrases: Phrases): string | null {
  const [original, wanted] = [from[code], to[code]];
  if (original === undefined || wanted === undefined) return null;
  const values = filledIn(original, detail);
  return values && wanted.replace(BLANK, (_, name: string) => inOtherWords(values[name] ?? "", phrases));
}

const BLANK = /\{(\w+)\}/g;

/** What the blanks of a sentence were filled with; null when it is not that sentence. */
export function filledIn(sentence: string, text: string): Record<string, string> | null {
  const names: string[] = [];
  const pattern = sentence
    .split(BLANK)
    .map((part, place) => (place % 2 ? blank(part, names) : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  const found = new RegExp(`^${pattern}$`, "s").exec(text);
  return found && Object.fromEntries(names.map((name, place) => [name, found[place + 1] ?? ""]));
}

function blank(name: string, names: string[]): string {
  const known = names.indexOf(name);
  if (known >= 0) return `\\${known + 1}`;
  names.push(name);
  return "(.*?)";
}

function inOtherWords(value: string, phrases: Phrases): string {
  return phrases.reduce((text, [pattern = "", words = ""]) => text.replace(new RegExp(pattern, "s"), words), value);
}
