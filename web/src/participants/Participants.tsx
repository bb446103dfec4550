import { useMemo, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Participant } from "../api/shapes";
import { useMe } from "../app/me";
import { TonCell } from "../money/Ton";
import { compareTon } from "../money/nanoton";
import { Icon } from "../show/Icon";
import { Age } from "../show/Moment";
import { type Column, Table } from "../show/Table";
import { Loaded } from "../show/Waiting";
import { COIN } from "../show/facts";
import { count, ends } from "../show/format";
import { byNumber, byText, orderText, ordered, parseOrder } from "../show/order";
import { useTitle } from "../show/title";
import { useUrl } from "../show/url";
import { AddParticipant } from "./AddParticipant";
import { Invite } from "./Invite";
import { useParticipants } from "./data";

export default function Participants() {
  const { t } = useTranslation();
  useTitle(t("nav.participants"));
  const isOperator = useMe().data?.isOperator ?? false;
  const [adding, setAdding] = useState(false);
  const [inviting, setInviting] = useState(false);
  const people = useParticipants();
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t("nav.participants")}</h1>
        {isOperator && (
          <div className="actions">
            <Button className="button" isDisabled={!people.data?.length} onPress={() => setInviting(true)}>
              {t("invite.title")}
            </Button>
            <Button className="button" onPress={() => setAdding(true)}>
              <Icon name="plus" /> {t("participants.add")}
            </Button>
          </div>
        )}
      </header>
      <Loaded query={people} lines={8}>
        {(all) => <List people={all} />}
      </Loaded>
      {inviting && <Invite people={people.data ?? []} onClose={() => setInviting(false)} />}
      <AddParticipant open={adding} onClose={() => setAdding(false)} />
    </div>
  );
}

function List({ people }: { people: Participant[] }) {
  const { t } = useTranslation();
  const [params, change] = useUrl();
  const columns = useColumns();
  const order = parseOrder(params.get("sort"), { by: "balance", down: true });
  const q = (params.get("q") ?? "").toLowerCase();
  const fitting = people.filter((one) =>
    `${one.username ?? ""} ${one.ton_wallet_address} ${one.email ?? ""} #${one.id}`.toLowerCase().includes(q),
  );
  return (
    <>
      <div className="filters">
        <div className="search">
          <Icon name="search" />
          <input
            type="search"
            aria-label={t("participants.search")}
            placeholder={t("participants.search")}
            value={params.get("q") ?? ""}
            onChange={(event) => change({ q: event.target.value })}
          />
        </div>
      </div>
      <Table
        label={t("nav.participants")}
        columns={columns}
        rows={ordered(fitting, columns, order)}
        rowKey={(one) => one.id}
        rowClass={(one) => (one.is_active ? "" : "paused")}
        order={order}
        onOrder={(wanted) => change({ sort: orderText(wanted) })}
        empty={t(people.length === 0 ? "participants.none" : "participants.noneFits")}
      />
    </>
  );
}

function useColumns(): Column<Participant>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: "name",
        title: t("participants.who"),
        track: "minmax(10rem, 1.5fr)",
        phone: "main",
        cell: (one) => (
          <Link to={`/participants/${one.id}`} className="row-link" dir="auto" title={one.username ?? undefined}>
            {one.username ?? t("participant.nameless", { id: one.id })}
          </Link>
        ),
        compare: byText((one) => one.username),
      },
      {
        id: "wallet",
        title: t("participant.wallet"),
        track: "minmax(9rem, 1fr)",
        phone: "sub",
        cell: (one) => <code title={one.ton_wallet_address}>{ends(one.ton_wallet_address)}</code>,
      },
      {
        id: "workers",
        title: t("nav.workers"),
        track: "7rem",
        end: true,
        cell: (one) => `${count(one.active_workers)} / ${count(one.total_workers)}`,
        compare: byNumber((one) => one.total_workers),
      },
      {
        id: "earned",
        title: `${t("money.earned")}, ${COIN}`,
        track: "11rem",
        end: true,
        cell: (one) => <TonCell value={one.total_revenue_ton} />,
        compare: (a, b) => compareTon(a.total_revenue_ton, b.total_revenue_ton),
      },
      {
        id: "paid",
        title: `${t("money.paid")}, ${COIN}`,
        track: "11rem",
        end: true,
        cell: (one) => <TonCell value={one.total_paid_ton} />,
        compare: (a, b) => compareTon(a.total_paid_ton, b.total_paid_ton),
      },
      {
        id: "balance",
        title: `${t("money.balance")}, ${COIN}`,
        track: "11rem",
        end: true,
        phone: "end",
        cell: (one) => <TonCell value={one.balance_ton} />,
        compare: (a, b) => compareTon(a.balance_ton, b.balance_ton),
      },
      {
        id: "last",
        title: t("participants.lastPayout"),
        track: "7rem",
        end: true,
        phone: "subend",
        cell: (one) => <Age at={one.last_payout_at} bare />,
        compare: byText((one) => one.last_payout_at),
      },
    ],
    [t],
  );
}
