// Line icons of one weight, drawn on 16 x 16.
const PATHS = {
  overview: "M2 13.50h12M4 11V7M8 11V3M12 11V5.5",
  workers: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
  people:
    "M6 7.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.500c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3a2.5 2.5 0 0 1 0 4.500M12.5 10c1.3.6 2 1.8 2 3.5",
  payouts:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.500v7M10 6c-.5-.7-1.2-1-2-1-1.2 0-2 .6-2 1.500C6 8.5 10 7.5 10 9.500c0 .9-.8 1.5-2 1.5-.8 0-1.5-.3-2-1",
  account: "M8 8a2.8 2.8 0 1 0 0-5.600A2.8 2.8 0 0 0 8 8zM2.5 14c0-2.8 2.4-4.5 5.5-4.500s5.5 1.7 5.5 4.5",
  audit: "M3.5 2h9v12h-9zM6 5.50h4M6 8h4M6 10.50h2",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7 14 14",
  copy: "M5.5 5.50h8v8h-8zM10.5 5.50v-3h-8v8h3",
  check: "M3 8.5 6.5 12 13 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  down: "M4 6l4 4 4-4",
  up: "M4 10l4-4 4 4",
  plus: "M8 3v10M3 8h10",
  out: "M6.5 2.50h-4v11h4M10.5 5 13.5 8l-3 3M13.5 8H6",
  download: "M8 2.50v8M4.5 7.5 8 11l3.5-3.50M2.5 13.50h11",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  menu: "M2.5 4.50h11M2.5 8h11M2.5 11.50h11",
  print: "M4.5 6V2.50h7V6M4.5 11.50h-2V6h11v5.50h-2M4.5 9.50h7v4h-7z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
