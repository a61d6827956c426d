export type Theme = "system" | "light" | "dark";

const KEY = "keyfold.theme";

/** The appearance that this browser was told to use. */
export function readTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Puts the chosen appearance on the page. */
export function applyTheme() {
  const theme = readTheme();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Chooses an appearance for this browser. */
export function chooseTheme(theme: Theme) {
  localStorage.setItem(KEY, theme);
  applyTheme();
}
