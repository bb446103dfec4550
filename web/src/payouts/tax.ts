import { known } from "../show/download";
import type { Typed } from "../show/Form";

const PREVIEWED_LINES = 12;

export interface Preview {
  /** The file's first lines. */
  text: string;
  rows: number;
  missingPrices: number;
}

export function taxUrl(typed: Typed): string {
  const asked = Object.entries(typed).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/api/v1/payouts/export/tax-report?${new URLSearchParams(asked)}`;
}

/** The beginning of a file; the rest of it is not fetched. */
export async function preview(url: string): Promise<Preview> {
  const response = await known(url);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += part.value;
    if (text.split("\n").length > PREVIEWED_LINES) break;
  }
  await reader?.cancel();
  return {
    text: text.split("\n").slice(0, PREVIEWED_LINES).join("\n"),
    rows: Number(response.headers.get("x-total-count")),
    missingPrices: Number(response.headers.get("x-missing-prices")),
  };
}
