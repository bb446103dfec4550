// What an amount of the coin is worth at a price, in whole hundredths of the currency. No double is on the way.
import { numbers } from "../show/format";
import { nanoton, scaled } from "./nanoton";

const PRICE_PLACES = 10;
const PER_HUNDREDTH = 10n ** BigInt(9 + PRICE_PLACES - 2);

/** "≈" is not in it; less than a hundredth is "< 0.01", and only nothing is 0. */
export function fiatText(ton: string, price: string, currency: string): string {
  const exact = nanoton(ton) * scaled(price, PRICE_PLACES);
  const size = exact < 0n ? -exact : exact;
  const hundredths = (size + PER_HUNDREDTH / 2n) / PER_HUNDREDTH;
  if (exact !== 0n && hundredths === 0n) return `${exact < 0n ? "> −" : "< "}${money(1n, currency)}`;
  return (exact < 0n ? "−" : "") + money(hundredths, currency);
}

function money(hundredths: bigint, currency: string): string {
  const text = `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`;
  const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  return numbers(style).format(text as unknown as number); // a text is formatted digit for digit
}
