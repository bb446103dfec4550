import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { api, nextCursor } from "../api/client";
import type { components } from "../api/schema";
import { Moment } from "../show/Moment";
import { Sideways } from "../show/Sideways";
import { Skeleton, Trouble } from "../show/Waiting";
import { UNKNOWN } from "../show/format";
import { useTitle } from "../show/title";
import { useUrl } from "../show/url";
import { differences } from "./differences";

type Entry = components["schemas"]["AuditOut"];

const PAGE = 100;
const ACTIONS = [
  ...["participant.created", "participant.changed", "wallet_change.asked", "wallet_change.cancelled"],
  ...["wallet_change.applied", "wallet_change.refused", "worker.created", "worker.changed", "worker.deleted"],
  ...["key.created", "key.revoked", "session.opened", "session.ended", "payout.recorded", "payout.check_asked"],
];

/** Every change that somebody made: who, what, before and after, from where. Newest first. */
export default function Audit() {
  const { t } = useTranslation();
  useTitle(t("audit.title"));
  const [params, change] = useUrl();
  const action = params.get("action") ?? undefined;
  const entries = useInfiniteQuery({
    queryKey: ["audit", action],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam: cursor }) => {
      const { data, response } = await api.GET("/api/v1/audit", { params: { query: { action, limit: PAGE, cursor } } });
      return { rows: data ?? [], next: nextCursor(response.headers.get("link")) };
    },
    getNextPageParam: (page) => page.next,
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t("audit.title")}</h1>
        <select
          aria-label={t("audit.action")}
          value={action ?? ""}
          onChange={(event) => change({ action: event.target.value })}
        >
          <option value="">{t("audit.anyAction")}</option>
          {ACTIONS.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </header>
      {entries.error && <Trouble error={entries.error} again={() => void entries.refetch()} />}
      {entries.isPending && <Skeleton lines={8} />}
      {entries.data && <List entries={entries.data.pages.flatMap((page) => page.rows)} />}
      {entries.hasNextPage && (
        <Button className="button" isDisabled={entries.isFetchingNextPage} onPress={() => void entries.fetchNextPage()}>
          {t("audit.more")}
        </Button>
      )}
    </div>
  );
}

function List({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation();
  if (entries.length === 0) return <p className="empty">{t("audit.none")}</p>;
  return (
    <Sideways label={t("audit.title")}>
      <table className="plain audit">
        <thead>
          <tr>
            <th scope="col">{t("audit.when")}</th>
            <th scope="col">{t("audit.who")}</th>
            <th scope="col">{t("audit.from")}</th>
            <th scope="col">{t("audit.action")}</th>
            <th scope="col">{t("audit.subject")}</th>
            <th scope="col">{t("audit.change")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">
                <Moment at={entry.at} />
              </th>
              <td dir="auto">{entry.who}</td>
              <td>{entry.address ?? UNKNOWN}</td>
              <td>
                <code>{entry.action}</code>
              </td>
              <td>
                <code>{entry.subject}</code>
              </td>
              <td>
                <ul>
                  {differences(entry.before, entry.after).map(({ field, before, after }) => (
                    <li key={field} dir="auto">
                      <span className="quiet">{field}</span> {before !== null && `${before} → `}
                      {after ?? UNKNOWN}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
