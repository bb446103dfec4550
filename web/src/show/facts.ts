// What the server tells the page about itself, in index.html.
function told(name: string): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
}

/** How the coin is called. */
export const COIN = told("coin-symbol") ?? "TON";

/** Seconds between two looks at a worker. */
export const SCRAPE_INTERVAL = Number(told("scrape-interval") ?? 15);

/** In which currencies a price of the coin is looked up. */
export const CURRENCIES = (told("price-currencies") ?? "USD").split(",").filter(Boolean);

/** From this age on, in seconds, a worker's figures are called stale: three looks in a row are missing. */
export const STALE_AFTER = 3 * SCRAPE_INTERVAL + 5;

export function explorer(transactionHash: string): string {
  return `https://tonviewer.com/transaction/${encodeURIComponent(transactionHash)}`;
}
