import { useSurroundings } from "../../ui/context.ts";
import { Icon, Mark } from "../../ui/icon.tsx";
import { ask } from "../../messages.ts";
import { Health } from "./health.tsx";
import { OpenMessage } from "./open-message.tsx";
import { Queue } from "./queue.tsx";
import { Reminders } from "./reminders.tsx";
import { SignIn } from "./sign-in.tsx";
import { usePage } from "./use-page.ts";

/** The side panel: who is in the open message, what was said, what is to be done, what is on its way. */
export function Panel() {
  const { session, t } = useSurroundings();
  const page = usePage();
  return (
    <>
      <header class="head row">
        <Mark />
        <div class="grow">
          <h1>Kronika</h1>
          {session.account && <p class="quiet small clip">{session.account.organization}</p>}
        </div>
        <button class="plain" aria-label={t("settings")} title={t("settings")} onClick={() => void ask("openOptions")}>
          <Icon name="gear" />
        </button>
      </header>
      <main>
        {session.account === null ? <SignIn /> : <OpenMessage page={page} />}
        {session.account !== null && <Reminders />}
        <Queue />
      </main>
      <footer>
        <Health page={page} />
      </footer>
    </>
  );
}
