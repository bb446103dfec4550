/** A bar for percent; empty and dashed when it is not known. */
export function Meter({ percent }: { percent: number | null | undefined }) {
  if (percent == null) return <span className="meter unknown" aria-hidden="true" />;
  return (
    <span className="meter" aria-hidden="true">
      <span style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
    </span>
  );
}

/** The last values as a small line, 0 to 100; a value nobody knows is a gap. */
export function Sparkline({ values }: { values: (number | null)[] }) {
  const step = 60 / Math.max(1, values.length - 1);
  const path = values
    .map((value, place) => {
      if (value === null) return "";
      const pen = place === 0 || values[place - 1] === null ? "M" : "L";
      return `${pen}${(place * step).toFixed(1)} ${(17 - (Math.min(100, Math.max(0, value)) / 100) * 16).toFixed(1)}`;
    })
    .join("");
  return (
    <svg className="sparkline" viewBox="0 0 60 18" aria-hidden="true">
      {values.length > 1 && <path d={path} />}
    </svg>
  );
}
