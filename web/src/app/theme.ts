export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const PLACE = "cocoonpool.theme";
const listeners = new Set<() => void>();

export function theme(): Theme {
  const kept = localStorage.getItem(PLACE);
  return THEMES.find((name) => name === kept) ?? "system";
}

export function setTheme(wanted: Theme): void {
  localStorage.setItem(PLACE, wanted);
  showTheme();
  listeners.forEach((tell) => tell());
}

/** `data-theme` on the root; the styles fall back to the system's wish without it. */
export function showTheme(): void {
  const wanted = theme();
  if (wanted === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = wanted;
}

/** Calls `tell` when the page looks different from now on. */
export function watchTheme(tell: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  listeners.add(tell);
  system.addEventListener("change", tell);
  return () => {
    listeners.delete(tell);
    system.removeEventListener("change", tell);
  };
}

/** Whether the page is dark now: what draws on a canvas must know. */
export function isDark(): boolean {
  return theme() === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme() === "dark";
}
