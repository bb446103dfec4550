import { useTranslation } from "react-i18next";
import { UNKNOWN, duration, localTime, secondsSince, utcTime } from "./format";
import { useNow } from "./now";

/** A moment in local time; UTC on hover. */
export function Moment({ at }: { at: string | null | undefined }) {
  if (!at) return <>{UNKNOWN}</>;
  return (
    <time dateTime={at} title={utcTime(at)}>
      {localTime(at)}
    </time>
  );
}

/** How long ago; grey and struck by a mark when it is older than `staleAfter` seconds. The moment itself on hover. */
export function Age({ at, staleAfter, bare }: { at: string | null | undefined; staleAfter?: number; bare?: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  if (!at) return <>{UNKNOWN}</>;
  const age = secondsSince(at, now);
  const stale = staleAfter !== undefined && age > staleAfter;
  return (
    <time dateTime={at} title={`${localTime(at)}\n${utcTime(at)}`} className={stale ? "age stale" : "age"}>
      {bare ? duration(age) : t("time.ago", { duration: duration(age) })}
    </time>
  );
}
