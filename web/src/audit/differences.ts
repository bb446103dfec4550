export interface Difference {
  field: string;
  /** Null: there was nothing before. */
  before: string | null;
  after: string | null;
}

type Side = Record<string, unknown> | null;

/** The fields that differ, each as text. What is null on both sides says nothing. */
export function differences(before: Side, after: Side): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.flatMap((field) => {
    const [then, now] = [text(before?.[field]), text(after?.[field])];
    return then === now ? [] : [{ field, before: then, after: now }];
  });
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
