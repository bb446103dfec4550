import { Suspense, lazy, useEffect } from "react";
import { Route, Routes } from "react-router";
import { Overview } from "../overview/Overview";
import { Skeleton } from "../show/Waiting";
import { Workers } from "../workers/Workers";
import { Refusal } from "../api/refusal";
import { Missing } from "./Missing";
import { useMe } from "./me";
import { Shell } from "./Shell";

const LATER = {
  Worker: () => import("../worker/Worker"),
  Participants: () => import("../participants/Participants"),
  Participant: () => import("../participants/Participant"),
  Statement: () => import("../participants/Statement"),
  Payouts: () => import("../payouts/Payouts"),
  Account: () => import("../account/Account"),
  Audit: () => import("../audit/Audit"),
  Palette: () => import("./Palette"),
};

const Worker = lazy(LATER.Worker);
const Participants = lazy(LATER.Participants);
const Participant = lazy(LATER.Participant);
const Statement = lazy(LATER.Statement);
const Payouts = lazy(LATER.Payouts);
const Account = lazy(LATER.Account);
const Audit = lazy(LATER.Audit);

const SETTLED_MS = 2000;

/** Fetches the other pages once the first one stands, so that they open at once, also when the line is cut. */
function useFetchedAhead(wanted: boolean) {
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => void Promise.allSettled(Object.values(LATER).map((load) => load())), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
}

export function App() {
  const me = useMe();
  useFetchedAhead(me.isSuccess);
  if (me.isPending || (me.error instanceof Refusal && me.error.isSignedOut))
    return (
      <main id="main">
        <Skeleton lines={8} />
      </main>
    );
  return (
    <Shell>
      <Suspense fallback={<Skeleton lines={6} />}>
        <Routes>
          <Route path="/" element={<Overview />} />
          <Route path="/workers" element={<Workers />} />
          <Route path="/workers/:id" element={<Worker />} />
          <Route path="/participants" element={<Participants />} />
          <Route path="/participants/:id" element={<Participant />} />
          <Route path="/participants/:id/statement" element={<Statement />} />
          <Route path="/payouts" element={<Payouts />} />
          <Route path="/account" element={<Account />} />
          <Route path="/audit" element={<Audit />} />
          <Route path="*" element={<Missing />} />
        </Routes>
      </Suspense>
    </Shell>
  );
}
