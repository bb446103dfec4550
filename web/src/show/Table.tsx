import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, memo, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";
import { type Order, flipped } from "./order";
import { usePhone } from "./phone";

export interface Column<Row> {
  id: string;
  title: string;
  /** A track of the grid: "8rem", "minmax(10rem, 2fr)". */
  track: string;
  cell: (row: Row) => ReactNode;
  compare?: (a: Row, b: Row) => number;
  end?: boolean;
  /** Where it stands on a phone, in a card of two lines; left out: not at all. */
  phone?: "main" | "end" | "sub" | "subend";
}

interface TableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => number;
  order?: Order;
  onOrder?: (order: Order) => void;
  rowClass?: (row: Row) => string;
  empty: ReactNode;
}

const HEIGHT = 40;
const PHONE_HEIGHT = 68;

/** Rows of any number: only those on the screen are drawn. The page scrolls, not the table. */
export function Table<Row>(props: TableProps<Row>) {
  const { columns, rows, rowKey, label, empty, rowClass } = props;
  const phone = usePhone();
  const body = useRef<HTMLDivElement>(null);
  const least = leastWidth(columns);
  const { top, narrow } = usePlace(body, least);
  const height = phone ? PHONE_HEIGHT : HEIGHT;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 4,
    scrollMargin: top,
    initialRect: { width: innerWidth, height: innerHeight },
  });
  useLayoutEffect(() => virtual.measure(), [virtual, height]);
  const tracks = {
    "--tracks": columns.map((column) => column.track).join(" "),
    "--least": `${least}rem`,
  } as CSSProperties;
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className={narrow ? "table wide" : "table"}
      style={tracks}
    >
      <Header {...props} />
      <div role="rowgroup" ref={body} className="rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <div
                role="row"
                aria-rowindex={index + 2}
                key={rowKey(row)}
                className={`row ${rowClass?.(row) ?? ""}`}
                style={{ transform: `translateY(${start - top}px)`, height }}
              >
                <Cells row={row} columns={columns as Column<unknown>[]} />
              </div>
            )
          );
        })}
      </div>
      {rows.length === 0 && <div className="empty">{empty}</div>}
    </div>
  );
}

/** A row's cells, drawn anew only when the row or the columns are others. */
const Cells = memo(function Cells({ row, columns }: { row: unknown; columns: Column<unknown>[] }) {
  return columns.map((column) => (
    <div role="cell" key={column.id} className={cellClass(column)}>
      {column.cell(row)}
    </div>
  ));
});

function Header<Row>({ columns, order, onOrder }: TableProps<Row>) {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className="head">
      <div role="row" aria-rowindex={1} className="row">
        {columns.map((column) => {
          const direction = order?.by === column.id ? (order.down ? "descending" : "ascending") : undefined;
          return (
            <div role="columnheader" key={column.id} aria-sort={direction} className={cellClass(column)}>
              {column.compare && onOrder ? (
                <button
                  type="button"
                  title={t("table.sort", { what: column.title })}
                  onClick={() => onOrder(flipped(order, column.id))}
                >
                  {column.title}
                  {direction && <Icon name={order?.down ? "down" : "up"} />}
                </button>
              ) : (
                <span>{column.title}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function cellClass<Row>(column: Column<Row>): string {
  return `cell ${column.end ? "right" : ""} on-phone-${column.phone ?? "not"}`;
}

const GAP_REM = 1;
const EDGES_REM = 1.25;

/** The rem below which columns would lie over each other. */
function leastWidth<Row>(columns: Column<Row>[]): number {
  const tracks = columns.reduce((sum, { track }) => sum + Number(/[\d.]+(?=rem)/.exec(track)?.[0] ?? "0"), 0);
  return tracks + GAP_REM * (columns.length - 1) + EDGES_REM;
}

/** How far down the page an element begins, also after what stands above it has grown; whether it is narrower than `least`. */
function usePlace(element: React.RefObject<HTMLElement | null>, least: number): { top: number; narrow: boolean } {
  const [place, setPlace] = useState({ top: 0, narrow: false });
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current?.parentElement?.getBoundingClientRect();
      const top = Math.round((element.current?.getBoundingClientRect().top ?? 0) + scrollY);
      const rem = Number(getComputedStyle(document.documentElement).fontSize.replace("px", ""));
      const narrow = (box?.width ?? 0) < least * rem;
      setPlace((was) => (was.top === top && was.narrow === narrow ? was : { top, narrow }));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [element, least]);
  return place;
}
