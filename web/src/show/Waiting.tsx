import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Refusal } from "../api/refusal";

/** Grey bars in the place of what is on its way, so that nothing jumps. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status" aria-label={t("loading")}>
      {Array.from({ length: lines }, (_, place) => (
        <span key={place} />
      ))}
    </div>
  );
}

/** Why something is not here, in the API's own words. */
export function Trouble({ error, again }: { error: Error; again?: () => void }) {
  const { t } = useTranslation();
  const text = error instanceof Refusal && error.status === 0 ? t("connection.none") : error.message;
  return (
    <div className="trouble" role="alert">
      <p>{text}</p>
      {again && (
        <Button className="button" onPress={again}>
          {t("again")}
        </Button>
      )}
    </div>
  );
}

/** What was asked for, once it is here; until then a skeleton, and the reason when it cannot be had. */
export function Loaded<T>({ query, lines, children }: LoadedProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Trouble error={query.error} again={() => void query.refetch()} />;
  return <Skeleton lines={lines} />;
}

interface LoadedProps<T> {
  query: { data: T | undefined; error: Error | null; refetch: () => unknown };
  lines?: number;
  children: (data: T) => ReactNode;
}
