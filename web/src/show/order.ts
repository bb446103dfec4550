/** By which column rows are put in order; `down`: the largest first. */
export interface Order {
  by: string;
  down: boolean;
}

/** "-revenue" is by revenue, the largest first. */
export function parseOrder(text: string | null, usual: Order): Order {
  if (!text) return usual;
  return text.startsWith("-") ? { by: text.slice(1), down: true } : { by: text, down: false };
}

export function orderText(order: Order): string {
  return (order.down ? "-" : "") + order.by;
}

/** The order after a click on a column's title. */
export function flipped(order: Order | undefined, by: string): Order {
  return { by, down: order?.by === by ? !order.down : false };
}

interface Comparable<Row> {
  id: string;
  compare?: (a: Row, b: Row) => number;
}

/** Rows in their order. Rows that compare equal keep their places, so that a live list does not dance. */
export function ordered<Row>(rows: Row[], columns: Comparable<Row>[], order: Order): Row[] {
  const compare = columns.find((column) => column.id === order.by)?.compare;
  if (!compare) return rows;
  return [...rows].sort(order.down ? (a, b) => compare(b, a) : compare);
}

/** Numbers by size; the unknown comes before all. */
export function byNumber<Row>(of: (row: Row) => number | null | undefined) {
  return (a: Row, b: Row) => (of(a) ?? -Infinity) - (of(b) ?? -Infinity) || 0;
}

export function byText<Row>(of: (row: Row) => string | null | undefined) {
  const collator = new Intl.Collator(undefined, { numeric: true });
  return (a: Row, b: Row) => collator.compare(of(a) ?? "", of(b) ?? "");
}
