import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Plain, type PlainColumn } from "../show/Plain";
import { Link, useParams } from "react-router";
import type { Statement as Shape } from "../api/shapes";
import { Ton } from "../money/Ton";
import { Address } from "../show/Copy";
import { Icon } from "../show/Icon";
import { Moment } from "../show/Moment";
import { Facts, Panel } from "../show/Panel";
import { Loaded, Trouble } from "../show/Waiting";
import { download } from "../show/download";
import { UNKNOWN } from "../show/format";
import { useTitle } from "../show/title";
import { useUrl } from "../show/url";
import { useStatement } from "./data";

/** A participant's month on one sheet, made to be printed. */
export default function Statement() {
  const { t } = useTranslation();
  useTitle(t("statement.title"));
  const id = Number(useParams().id);
  const [params, change] = useUrl();
  const month = params.get("month") ?? new Date().toISOString().slice(0, 7);
  const zone = params.get("zone") ?? "UTC";
  const [error, setError] = useState<Error | null>(null);
  const csv = `/api/v1/participants/${id}/statement?${new URLSearchParams({ month, timezone: zone, format: "csv" })}`;
  return (
    <div className="page statement">
      <header className="page-head">
        <h1>{t("statement.title")}</h1>
        <div className="actions on-screen">
          <input
            type="month"
            aria-label={t("statement.month")}
            value={month}
            onChange={(event) => change({ month: event.target.value })}
          />
          <Button className="button" onPress={() => void download(csv).catch(setError)}>
            <Icon name="download" /> CSV
          </Button>
          <Button className="button" onPress={() => print()}>
            <Icon name="print" /> {t("statement.print")}
          </Button>
        </div>
      </header>
      {error && <Trouble error={error} />}
      <Loaded query={useStatement(id, month, zone)} lines={10}>
        {(told) => <Sheet told={told} />}
      </Loaded>
    </div>
  );
}

function Sheet({ told }: { told: Shape }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="quiet under-title">
        <Link to={`/participants/${told.participant_id}`}>
          {t("participant.nameless", { id: told.participant_id })}
        </Link>{" "}
        · <Address text={told.ton_wallet_address} what={t("participant.wallet")} /> · {told.month} · {told.timezone}
        {!told.settled && <> · {t("statement.notSettled")}</>}
      </p>
      <Panel title={t("statement.sum")}>
        <Facts
          rows={[
            [t("statement.before"), <Ton key="before" value={told.balance_before_ton} />],
            [t("statement.earned"), <Ton key="earned" value={told.earned_ton} />],
            [t("statement.broughtIn"), <Ton key="in" value={told.brought_in_ton} />],
            [t("statement.paid"), <Ton key="paid" value={told.paid_ton} />],
            [
              <b key="name">{t("statement.after")}</b>,
              <b key="after">
                <Ton value={told.balance_after_ton} />
              </b>,
            ],
            [t("statement.fees"), <Ton key="fees" value={told.fees_ton} />],
            [t("statement.received"), <Ton key="received" value={told.received_ton} />],
          ]}
        />
      </Panel>
      <Earned title={t("statement.byWorker")} rows={told.earned} />
      {told.brought_in.length > 0 && <Earned title={t("statement.broughtIn")} rows={told.brought_in} />}
      <Paid rows={told.paid} />
    </>
  );
}

type Earning = Shape["earned"][number];
type Payment = Shape["paid"][number];

function Earned({ title, rows }: { title: string; rows: Earning[] }) {
  const { t } = useTranslation();
  const columns: PlainColumn<Earning>[] = [
    { title: t("workers.name"), cell: (row) => row.worker_name ?? t("statement.nobodys"), foreign: true },
    { title: t("money.contract"), cell: (row) => <Address text={row.sc_address} what={t("money.contract")} /> },
    { title: t("payouts.amount"), cell: (row) => <Ton value={row.amount_ton} /> },
  ];
  return <Rows title={title} rows={rows} columns={columns} />;
}

function Paid({ rows }: { rows: Payment[] }) {
  const { t } = useTranslation();
  const transaction = (row: Payment) => (
    <Address text={row.transaction_hash} what={t("payouts.transaction")} href={row.link} />
  );
  const columns: PlainColumn<Payment>[] = [
    { title: t("payouts.when"), cell: (row) => <Moment at={row.transaction_time} /> },
    { title: t("payouts.transaction"), cell: transaction },
    { title: t("payouts.comment"), cell: (row) => row.comment ?? UNKNOWN, foreign: true },
    { title: t("payouts.amount"), cell: (row) => <Ton value={row.amount_ton} /> },
  ];
  return <Rows title={t("nav.payouts")} rows={rows} columns={columns} />;
}

function Rows<Row>({ title, rows, columns }: { title: string; rows: Row[]; columns: PlainColumn<Row>[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <p className="quiet">{t("statement.nothing")}</p>
      ) : (
        <Plain label={title} rows={rows} columns={columns} rowKey={(_, place) => place} />
      )}
    </Panel>
  );
}
