import { browser } from "wxt/browser";
import type { Host, ParseDate } from "../hosts/host.ts";
import { ask, isNews, isPageQuestion, type News } from "../messages.ts";
import { keepMounted } from "./keep-mounted.ts";
import type { Action, ButtonModel } from "./log-button/state.ts";
import { createLogButton, MARK, type Appearance, type LogButton } from "./log-button/view.ts";
import { pageStateOf } from "./page-panel.ts";
import { PageRecorder } from "./page-recorder.ts";
import { RemoteDates } from "./remote-dates.ts";
import { askUntilAnswered, Orphaned } from "./resend.ts";

const PULSE_MS = 3000;
/** Buttons in words that are kept, so that the same state is not asked for twice. */
const MAX_MODELS = 200;

interface MountedButton extends LogButton {
  message: Element;
}

/** Brings Kronika to a page of one host: a button at each message, answers for the panel. Everything ends when the extension does. */
export function runInPage(createHost: (parseDate: ParseDate) => Host): void {
  const life = new AbortController();
  const { signal } = life;
  const dates = new RemoteDates();
  const host = createHost(dates.parse);
  const recorder = new PageRecorder({ host, document, signal, changed: () => void paint() });
  const models = new Map<string, ButtonModel>();
  const expelled = new Set<string>();
  let buttons: ReadonlyMap<string, MountedButton> = new Map();
  /** The message that the person used last; the panel shows its people. */
  let focused: Element | null = null;
  let told = "";

  /** Runs until the page or the extension ends; a worker that answers "no" has left the page as it was. */
  function run(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (error instanceof Orphaned) life.abort();
    });
  }

  async function paint(): Promise<void> {
    if (!recorder.started) return;
    await Promise.all([...buttons.values()].map(paintOne));
    tellPanel();
  }

  async function paintOne(button: MountedButton): Promise<void> {
    let question = recorder.question(button.message);
    if (await dates.settle(signal)) question = recorder.question(button.message);
    const key = JSON.stringify(question);
    if (models.size > MAX_MODELS) models.clear();
    if (!models.has(key)) models.set(key, await askUntilAnswered(signal, "button", question));
    // Meanwhile something may have happened: whoever is last draws.
    if (JSON.stringify(recorder.question(button.message)) === key) button.show(models.get(key)!);
  }

  async function act(message: Element, action: Action): Promise<void> {
    focused = message;
    if (action.do === "log") await recorder.record(message, action);
    else if (action.do === "never") {
      await askUntilAnswered(signal, "exclude", { address: action.address });
      await recorder.refresh();
    } else if (action.do === "retry") await recorder.refresh();
    // Only the first thing after the click may open the panel; where the browser refuses, the options page can sign in too.
    else if (!(await ask("openPanel").catch(() => false)) && action.do === "sign-in") await ask("openOptions");
    tellPanel();
  }

  const pageState = () => pageStateOf(host, document, recorder.policy, focused?.isConnected ? focused : null, expelled.size > 0);

  function tellPanel(): void {
    const state = pageState();
    const text = JSON.stringify(state);
    if (text === told || signal.aborted || browser.runtime?.id === undefined) return;
    told = text;
    browser.runtime.sendMessage({ news: "page", state } satisfies News).catch(() => undefined); // no panel is open
  }

  function listen(): void {
    const onMessage = (message: unknown, _sender: unknown, respond: (answer: unknown) => void) => {
      if (isPageQuestion(message)) respond(pageState());
      else if (isNews(message) && message.news === "item") recorder.onItem(message.item);
    };
    const onStorage = (changes: object, area: string) => {
      if (area !== "local" || !("account" in changes || "settings" in changes || "policy" in changes)) return;
      models.clear();
      run(recorder.refresh().then(lookAtAll));
    };
    browser.runtime.onMessage.addListener(onMessage);
    browser.storage.onChanged.addListener(onStorage);
    signal.addEventListener("abort", () => {
      if (browser.runtime?.id === undefined) return; // the extension is gone, and its listeners with it
      browser.runtime.onMessage.removeListener(onMessage);
      browser.storage.onChanged.removeListener(onStorage);
    });
    addEventListener("online", () => run(askUntilAnswered(signal, "drain")), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && run(comeBack()), { signal });
  }

  /** Somebody looks at the page again: what happened elsewhere meanwhile is caught up with. */
  async function comeBack(): Promise<void> {
    recorder.forgetUnknown();
    await recorder.refresh();
    await lookAtAll();
  }

  async function lookAtAll(): Promise<void> {
    await Promise.all([...buttons.values()].map(({ message }) => recorder.look(message)));
  }

  function mount(appearance: Appearance): void {
    keepMounted<MountedButton>({
      document,
      host,
      mark: MARK,
      signal,
      create: (point, until) => ({
        ...createLogButton(document, appearance, (action) => run(act(point.message, action)), until),
        message: point.message,
      }),
      changed(mounted) {
        buttons = mounted;
        expelled.clear();
        run(paint().then(lookAtAll));
      },
      expelled: (key) => expelled.add(key),
    });
  }

  listen();
  // The extension was updated or taken out: this script can do nothing more, and must not look as if it could.
  const pulse = setInterval(() => browser.runtime?.id === undefined && life.abort(), PULSE_MS);
  signal.addEventListener("abort", () => clearInterval(pulse));
  run(
    Promise.all([askUntilAnswered(signal, "appearance"), recorder.refresh()]).then(([appearance]) => {
      if (!signal.aborted) mount(appearance);
    }),
  );
}
