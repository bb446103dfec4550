import { Suspense, lazy, useMemo, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Worker } from "../api/shapes";
import { useMe } from "../app/me";
import { Icon } from "../show/Icon";
import { Table } from "../show/Table";
import { Loaded } from "../show/Waiting";
import { orderText, ordered, parseOrder } from "../show/order";
import { useTitle } from "../show/title";
import { useUrl } from "../show/url";
import { FilterBar } from "./FilterBar";
import { shownColumns, useColumns } from "./columns";
import { useWorkers } from "./data";
import { filterOf, narrowed } from "./filter";

const AddWorker = lazy(async () => ({ default: (await import("./AddWorker")).AddWorker }));

/** The list: as many workers as there are, narrowed, in order; all of that stands in the address. */
export function Workers() {
  const { t } = useTranslation();
  useTitle(t("nav.workers"));
  const isOperator = useMe().data?.isOperator ?? false;
  const workers = useWorkers();
  const [adding, setAdding] = useState(false);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t("nav.workers")}</h1>
        {isOperator && (
          <Button className="button" onPress={() => setAdding(true)}>
            <Icon name="plus" /> {t("workers.add")}
          </Button>
        )}
      </header>
      <Loaded query={workers} lines={12}>
        {(all) => <List workers={all} />}
      </Loaded>
      <Suspense>{adding && <AddWorker open onClose={() => setAdding(false)} />}</Suspense>
    </div>
  );
}

function List({ workers }: { workers: Worker[] }) {
  const { t } = useTranslation();
  const [params, change] = useUrl();
  const every = useColumns();
  const columns = shownColumns(every, params.get("columns"));
  const order = parseOrder(params.get("sort"), { by: "status", down: false });
  const filter = filterOf(params);
  const rows = useMemo(() => ordered(narrowed(workers, filter), every, order), [workers, params, every]); // eslint-disable-line react-hooks/exhaustive-deps -- filter and order are made of params
  return (
    <>
      <FilterBar
        workers={workers}
        filter={filter}
        shown={rows.length}
        columns={every}
        visible={columns}
        onChange={change}
      />
      <Table
        label={t("nav.workers")}
        columns={columns}
        rows={rows}
        rowKey={(worker) => worker.id}
        rowClass={(worker) => worker.latest_status}
        order={order}
        onOrder={(wanted) => change({ sort: orderText(wanted) })}
        empty={workers.length === 0 ? t("workers.none") : t("workers.noneFits")}
      />
    </>
  );
}
