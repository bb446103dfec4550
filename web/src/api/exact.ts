// Amounts in JSON have up to 18 digits; a double holds 15. Before the text is parsed, the amounts in it become text.
// Strings of JSON cannot be mistaken for a name with its colon: a quote inside one is always escaped.
const AMOUNT = /("(?:(?:[a-z_]+_)?ton|(?:[a-z]+_)?amount_usd|price)"\s*:\s*)(-?\d[\d.eE+-]*)/g;

// A series has its amounts in a row: "revenue_ton": [1.5, null].
const AMOUNTS = /("(?:[a-z_]+_)?ton"\s*:\s*\[)([^\]"{}[]*)(?=\])/g;

/** The same JSON with every amount (`balance_ton`, `ton`, `amount_usd`) as a string, digit for digit. */
export function amountsAsText(json: string): string {
  const rows = json.replace(AMOUNTS, (_, name: string, row: string) => name + row.replace(/-?\d[\d.eE+-]*/g, '"$&"'));
  return rows.replace(AMOUNT, '$1"$2"');
}
