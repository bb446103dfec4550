import type { ReactNode } from "react";
import { Sideways } from "./Sideways";

export interface PlainColumn<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  /** Its title is for those who do not see the table: a column of buttons. */
  quiet?: boolean;
  /** What others wrote: it may be long, and in any direction. */
  foreign?: boolean;
}

interface PlainProps<Row> {
  label: string;
  /** The first one names its row. */
  columns: PlainColumn<Row>[];
  rows: Row[];
  rowKey: (row: Row, place: number) => number | string;
  /** Struck through: it is over. */
  isOver?: (row: Row) => boolean;
}

/** A table of a few rows, all of them drawn; it scrolls by itself where it is wider than the screen. */
export function Plain<Row>({ label, columns, rows, rowKey, isOver }: PlainProps<Row>) {
  return (
    <Sideways label={label}>
      <table className="plain">
        <thead>
          <tr>
            {columns.map(({ title, quiet }) => (
              <th scope="col" key={title}>
                {quiet ? <span className="unseen">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={rowKey(row, place)} className={isOver?.(row) ? "gone" : undefined}>
              {columns.map((column, at) => (
                <Cell key={column.title} column={column} row={row} names={at === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

function Cell<Row>({ column, row, names }: { column: PlainColumn<Row>; row: Row; names: boolean }) {
  const look = column.foreign ? ({ dir: "auto", className: "wrap" } as const) : {};
  const shown = column.cell(row);
  if (!names) return <td {...look}>{shown}</td>;
  return (
    <th scope="row" {...look}>
      {shown}
    </th>
  );
}
