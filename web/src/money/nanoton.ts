// Amounts are whole nanoTON in BigInt, from and to the decimal text of the wire. No double is on the way.
const SCALE = 9;

/** "1.5" is 1500000000n. */
export function nanoton(ton: string): bigint {
  return scaled(ton, SCALE);
}

/** A decimal text as a whole number of its last place: "1.5" with 2 places is 150n. More places than that are refused. */
export function scaled(text: string, places: number): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d*?)0*)?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!parts || (parts[3]?.length ?? 0) > places) throw new Error(`not an amount: ${text}`);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const shift = places - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign ? -size : size;
}

/** 1500000000n is "1.5": all digits that count, none more. */
export function tonText(nano: bigint): string {
  const size = nano < 0n ? -nano : nano;
  const fraction = String(size % 10n ** 9n)
    .padStart(SCALE, "0")
    .replace(/0+$/, "");
  return `${nano < 0n ? "-" : ""}${size / 10n ** 9n}${fraction && `.${fraction}`}`;
}

export function sumTon(amounts: Iterable<string>): string {
  let sum = 0n;
  for (const amount of amounts) sum += nanoton(amount);
  return tonText(sum);
}

export function compareTon(a: string, b: string): number {
  const difference = nanoton(a) - nanoton(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** For drawing only: a point of a chart needs six digits, not eighteen. */
export function roughTon(ton: string): number {
  return Number(ton);
}
