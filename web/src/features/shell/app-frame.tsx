import { useHotkeys } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLiveUpdates } from "../../api/live.ts";
import { undoLast } from "../../components/notify.tsx";
import classes from "./app-frame.module.css";
import { BottomNav } from "./bottom-nav.tsx";
import { SideNav } from "./side-nav.tsx";

const CommandPalette = lazy(async () => ({ default: (await import("../palette/command-palette.tsx")).CommandPalette }));
const ShortcutHelp = lazy(async () => ({ default: (await import("../palette/shortcut-help.tsx")).ShortcutHelp }));

/** What surrounds every page of a signed-in person: navigation, search, live updates. */
export function AppFrame() {
  const { t } = useTranslation();
  const connected = useLiveUpdates();
  const [palette, setPalette] = useState(false);
  const [paletteLoaded, setPaletteLoaded] = useState(false);
  const [help, setHelp] = useState(false);
  const openPalette = () => {
    setPaletteLoaded(true);
    setPalette(true);
  };
  useHotkeys([
    ["mod+K", openPalette],
    ["/", openPalette],
    ["mod+Z", () => undoLast(), { preventDefault: false }],
    ["shift+?", () => setHelp(true)],
    ["?", () => setHelp(true)],
  ]);
  useHotkeys([["mod+K", openPalette]], [], true);
  return (
    <div className={classes.frame}>
      <a className="k-skip" href="#main">
        {t("nav.skip")}
      </a>
      <SideNav connected={connected} onSearch={openPalette} onHelp={() => setHelp(true)} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <BottomNav onSearch={openPalette} />
      <Suspense>
        {paletteLoaded ? <CommandPalette opened={palette} onClose={() => setPalette(false)} /> : null}
        {help ? <ShortcutHelp onClose={() => setHelp(false)} /> : null}
      </Suspense>
    </div>
  );
}
