import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Payout } from "../api/shapes";
import { useMe } from "../app/me";
import { useParticipants } from "../participants/data";
import { Icon } from "../show/Icon";
import { Table } from "../show/Table";
import { Skeleton, Trouble } from "../show/Waiting";
import { count, ends } from "../show/format";
import { useTitle } from "../show/title";
import { useUrl } from "../show/url";
import { ChainView } from "./ChainView";
import { PayoutSheet } from "./PayoutSheet";
import { Record } from "./Record";
import { TaxReport } from "./TaxReport";
import { Unassigned } from "./Unassigned";
import { usePayoutColumns } from "./columns";
import { type PayoutFilter, usePayouts } from "./data";

export default function Payouts() {
  const { t } = useTranslation();
  useTitle(t("nav.payouts"));
  const isOperator = useMe().data?.isOperator ?? false;
  const [params, change] = useUrl();
  const [recording, setRecording] = useState(false);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t("nav.payouts")}</h1>
        <div className="actions">
          <Button className="button" onPress={() => change({ tax: "open" })}>
            <Icon name="download" /> {t("tax.title")}
          </Button>
          {isOperator && (
            <Button className="button" onPress={() => setRecording(true)}>
              <Icon name="plus" /> {t("payouts.record")}
            </Button>
          )}
        </div>
      </header>
      <ChainView />
      <Filters params={params} change={change} isOperator={isOperator} />
      <List params={params} />
      {isOperator && <Unassigned />}
      <Record open={recording} onClose={() => setRecording(false)} />
      <TaxReport
        open={params.get("tax") === "open"}
        participant={params.get("participant")}
        onClose={() => change({ tax: null })}
      />
    </div>
  );
}

function filterOf(params: URLSearchParams): PayoutFilter {
  const day = (name: string) => (params.get(name) ? `${params.get(name)}T00:00:00Z` : undefined);
  const verified = params.get("verified");
  return {
    participant_id: Number(params.get("participant")) || undefined,
    verified: verified === null ? undefined : verified === "yes",
    from: day("from"),
    to: day("to"),
  };
}

interface FiltersProps {
  params: URLSearchParams;
  change: (changes: { [name: string]: string | null }) => void;
  isOperator: boolean;
}

function Filters({ params, change, isOperator }: FiltersProps) {
  const { t } = useTranslation();
  const people = useParticipants(isOperator).data ?? [];
  return (
    <div className="filters">
      {isOperator && (
        <select
          aria-label={t("workers.participant")}
          value={params.get("participant") ?? ""}
          onChange={(event) => change({ participant: event.target.value })}
        >
          <option value="">{t("workers.anyParticipant")}</option>
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.username ?? ends(one.ton_wallet_address)}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={t("payouts.state")}
        value={params.get("verified") ?? ""}
        onChange={(event) => change({ verified: event.target.value })}
      >
        <option value="">{t("payouts.anyState")}</option>
        <option value="yes">{t("payouts.onlyConfirmed")}</option>
        <option value="no">{t("payouts.onlyOthers")}</option>
      </select>
      <label className="inline">
        {t("payouts.from")}
        <input
          type="date"
          value={params.get("from") ?? ""}
          onChange={(event) => change({ from: event.target.value })}
        />
      </label>
      <label className="inline">
        {t("payouts.to")}
        <input type="date" value={params.get("to") ?? ""} onChange={(event) => change({ to: event.target.value })} />
      </label>
      <span className="quiet">UTC</span>
    </div>
  );
}

function List({ params }: { params: URLSearchParams }) {
  const { t } = useTranslation();
  const payouts = usePayouts(filterOf(params));
  const [shown, setShown] = useState<Payout | null>(null);
  const columns = usePayoutColumns(setShown);
  if (payouts.error && !payouts.data) return <Trouble error={payouts.error} again={() => void payouts.refetch()} />;
  if (!payouts.data) return <Skeleton lines={8} />;
  const rows = payouts.data.pages.flatMap((page) => page.rows);
  return (
    <>
      <Table
        label={t("nav.payouts")}
        columns={columns}
        rows={rows}
        rowKey={(payout) => payout.id}
        empty={t("payouts.none")}
      />
      {rows.length > 0 && (
        <p className="shown">
          {t("payouts.shown", { shown: count(rows.length), all: count(payouts.data.pages[0]?.total) })}{" "}
          {payouts.hasNextPage && (
            <Button
              className="button small"
              isDisabled={payouts.isFetchingNextPage}
              onPress={() => void payouts.fetchNextPage()}
            >
              {t("payouts.more")}
            </Button>
          )}
        </p>
      )}
      <PayoutSheet payout={rows.find((one) => one.id === shown?.id) ?? shown} onClose={() => setShown(null)} />
    </>
  );
}
