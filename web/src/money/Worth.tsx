import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { api, body } from "../api/client";
import { COIN } from "../show/facts";
import { duration, localTime, secondsSince } from "../show/format";
import { useNow } from "../show/now";
import { NONE, currency, watchCurrency } from "./currency";
import { fiatText } from "./fiat";
import { Ton } from "./Ton";

const EVERY_MS = 120_000;
const STALE_AFTER_S = 3_600;

/** An amount, and what it is worth at today's price; nothing beside it where nobody knows a price. */
export function Worth({ value }: { value: string | null | undefined }) {
  return (
    <>
      <Ton value={value} />
      {value != null && <Fiat value={value} />}
    </>
  );
}

function Fiat({ value }: { value: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const wanted = useSyncExternalStore(watchCurrency, currency);
  const told = useQuery({
    queryKey: ["price", wanted],
    queryFn: () => body(api.GET("/api/v1/prices/current", { params: { query: { currency: wanted } } })),
    enabled: wanted !== NONE,
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS / 2,
  }).data;
  if (wanted === NONE || told?.price === null) return null;
  if (!told?.price || !told.quoted_at) return <span className="fiat" />;
  const age = secondsSince(told.quoted_at, now);
  const price = `1 ${COIN} = ${told.price} ${wanted}`;
  const when = `${t("time.ago", { duration: duration(age) })}, ${localTime(told.quoted_at)}`;
  return (
    <span
      className={age > STALE_AFTER_S ? "fiat stale" : "fiat"}
      title={`${price}\n${when}\n${told.source}: ${told.method}`}
    >
      {`≈ ${fiatText(value, told.price, wanted)}`}
    </span>
  );
}
