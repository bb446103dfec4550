import type { ReactNode } from "react";

/** What may be wider than a phone scrolls by itself, with the keys as well. */
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="sideways" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
