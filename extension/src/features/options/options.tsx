import type { CapturePolicy } from "@kronika/core/capture-policy.ts";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../../messages.ts";
import { normaliseHub, type Settings } from "../../settings.ts";
import { useSurroundings } from "../../ui/context.ts";
import { Icon, Mark } from "../../ui/icon.tsx";
import { useSignIn } from "../panel/sign-in.tsx";

/** Settings: where the hub is, who is signed in, the language, and what is read and sent, in words. */
export function Options() {
  const { session, t } = useSurroundings();
  useEffect(() => {
    document.title = t("optionsTitle");
  }, [t]);
  return (
    <>
      <header class="row">
        <Mark />
        <h1>{t("optionsTitle")}</h1>
      </header>
      <main>
        <Hub />
        <Account />
        <LanguageChoice />
        <Capture />
        <p class="quiet small">{t("version", { version: session.version })}</p>
      </main>
    </>
  );
}

function Hub() {
  const { session, t } = useSurroundings();
  const [text, setText] = useState(session.settings.hub);
  const [outcome, setOutcome] = useState<"saved" | "invalid" | null>(null);
  const save = (event: Event) => {
    event.preventDefault();
    const hub = normaliseHub(text);
    setOutcome(hub === null ? "invalid" : "saved");
    if (hub === null) return;
    setText(hub);
    void ask("saveSettings", { hub });
  };
  const invalid = outcome === "invalid";
  return (
    <section class="card" aria-labelledby="hub">
      <h2 id="hub">{t("hubTitle")}</h2>
      <form onSubmit={save} noValidate>
        <label for="hub-address">{t("hubLabel")}</label>
        <div class="row wrap">
          <input
            id="hub-address"
            class="grow"
            type="url"
            inputMode="url"
            autocomplete="url"
            spellcheck={false}
            value={text}
            aria-invalid={invalid}
            aria-describedby="hub-help hub-outcome"
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button class="primary">{t("save")}</button>
        </div>
        <p id="hub-outcome" role="status" class={invalid ? "problem small" : "good small"}>
          {invalid ? t("hubInvalid") : outcome === "saved" ? t("saved") : ""}
        </p>
        <p id="hub-help" class="quiet small">
          {t("hubHelp")} {session.account && t("hubChangeSignsOut")}
        </p>
      </form>
    </section>
  );
}

function Account() {
  const { session, t } = useSurroundings();
  const { busy, problem, signIn } = useSignIn();
  return (
    <section class="card" aria-labelledby="account">
      <h2 id="account">{t("accountTitle")}</h2>
      {session.account === null ? (
        <div>
          <button class="primary" disabled={busy} onClick={signIn}>
            {busy ? t("signingIn") : t("signIn")}
          </button>
        </div>
      ) : (
        <div class="row wrap">
          <div class="grow">
            <p>{t("signedInAs", { name: session.account.name })}</p>
            <p class="quiet small">
              {session.account.email} · {session.account.organization}
            </p>
          </div>
          <button onClick={() => void ask("signOut")}>{t("signOut")}</button>
        </div>
      )}
      <p role="alert" class="problem small">
        {problem}
      </p>
    </section>
  );
}

const LANGUAGES: [Settings["language"], string | null][] = [
  ["auto", null],
  ["sk", "Slovenčina"],
  ["en", "English"],
];

function LanguageChoice() {
  const { session, t } = useSurroundings();
  return (
    <section class="card">
      <fieldset>
        <legend>{t("languageTitle")}</legend>
        <div class="row wrap">
          {LANGUAGES.map(([language, name]) => (
            <label key={language} class="choice" lang={language === "auto" ? undefined : language}>
              <input
                type="radio"
                name="language"
                checked={session.settings.language === language}
                onChange={() => void ask("saveSettings", { language })}
              />
              {name ?? t("languageAuto")}
            </label>
          ))}
        </div>
      </fieldset>
    </section>
  );
}

function Capture() {
  const { session, t } = useSurroundings();
  const [rules, setRules] = useState<string[] | null>(null);
  useEffect(() => {
    if (session.account === null) return setRules(null);
    void ask("policy").then((answer) => setRules(answer?.policy ? policyInWords(answer.policy, t) : null));
  }, [session, t]);
  return (
    <section class="card" aria-labelledby="capture">
      <h2 id="capture">{t("captureTitle")}</h2>
      <ul class="ticks">
        {[t("capture1"), t("capture2"), t("capture3"), t("capture4")].map((line) => (
          <li key={line} class="row top">
            <Icon name="check" />
            <span>{line}</span>
          </li>
        ))}
      </ul>
      <h3>{t("policyTitle")}</h3>
      {rules === null ? (
        <p class="quiet">{t("policyUnknown")}</p>
      ) : (
        <ul class="rules">
          {rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The policy as sentences: our own domains, what the mailbox records, how much, and what is left out. */
function policyInWords({ own, mailbox, exclusions }: CapturePolicy, t: ReturnType<typeof useSurroundings>["t"]): string[] {
  const named = exclusions.flatMap(({ value, kind, level }) =>
    value === undefined || level !== undefined ? [] : [`${t(`exclusion.${kind}`)} ${value}`],
  );
  return [
    t("policyOwn", { list: own.domains.join(", ") }),
    t(`mode.${mailbox.mode}`),
    ...(mailbox.level === undefined || mailbox.level === "content" ? [] : [t(`level.${mailbox.level}`)]),
    ...(named.length === 0 ? [] : [t("policyExclusions", { list: named.join(", ") })]),
  ];
}
