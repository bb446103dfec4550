import { type ReactNode, Suspense, lazy, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router";
import { connection } from "../api/connection";
import { Icon } from "../show/Icon";
import { Age } from "../show/Moment";
import { Trouble } from "../show/Waiting";
import { leave, shownOut } from "./leave";
import { feed } from "../api/feed";
import { useFlow } from "../workers/data";
import { Fallen } from "./Fallen";
import { useMe } from "./me";
import { places } from "./places";

const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));

/** What stands around every page: navigation, the search for anything, and whether the server answers. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const lostAt = useSyncExternalStore(connection.subscribe, connection.lostAt);
  const [searching, setSearching] = useState(false);
  const { pathname } = useLocation();
  const main = useFocusOnNewPage(pathname);
  useEffect(() => feed.whenRefused(shownOut), []);
  useShortcut(() => setSearching(true));
  return (
    <div className={lostAt === null ? "shell" : "shell cut-off"}>
      <a className="skip" href="#main">
        {t("nav.skip")}
      </a>
      <nav className="side" aria-label={t("nav.label")}>
        <Brand />
        <Button className="search-anything" onPress={() => setSearching(true)}>
          <Icon name="search" />
          <span>{t("palette.open")}</span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </Button>
        <ul>
          {places(me.data).map(({ to, icon, name }) => (
            <li key={to}>
              <NavLink to={to} end={to === "/"}>
                <Icon name={icon} />
                <span>{t(name)}</span>
              </NavLink>
            </li>
          ))}
        </ul>
        <Pulse />
        <Button className="leave" onPress={() => void leave()}>
          <Icon name="out" />
          <span>{t("nav.leave")}</span>
        </Button>
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {lostAt !== null && (
          <p className="lost" role="alert">
            {t("connection.lost")} <Age at={new Date(lostAt).toISOString()} />
          </p>
        )}
        {me.error ? (
          <Trouble error={me.error} again={() => void me.refetch()} />
        ) : (
          <Fallen key={pathname}>{children}</Fallen>
        )}
      </main>
      <Suspense fallback={null}>{searching && <Palette onClose={() => setSearching(false)} />}</Suspense>
    </div>
  );
}

/** Whether what is shown changes by itself, or is only asked for now and then. */
function Pulse() {
  const { t } = useTranslation();
  const live = useFlow() === "live";
  return <p className={live ? "pulse live" : "pulse"}>{t(live ? "connection.live" : "connection.polling")}</p>;
}

function Brand() {
  return (
    <div className="brand">
      <img src="/icon.svg" alt="" width="24" height="24" />
      <span>Cocoon Pool</span>
    </div>
  );
}

/** Ctrl K, or ⌘ K. */
function useShortcut(open: () => void) {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open();
      }
    }
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  });
}

/** A new page begins at its top, and a screen reader begins with it. */
function useFocusOnNewPage(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [pathname]);
  return main;
}
