import { useState } from "preact/hooks";
import { ask, RequestError } from "../../messages.ts";
import { useSurroundings } from "../../ui/context.ts";

/** Offers the sign-in, in the panel and in the options. */
export function SignIn() {
  const { session, t } = useSurroundings();
  const { busy, problem, signIn } = useSignIn();
  return (
    <section class="card" aria-labelledby="sign-in">
      <h2 id="sign-in" class="title">
        {t("signInTitle")}
      </h2>
      <p>{t("signInText")}</p>
      <p class="quiet small">{session.hub}</p>
      <button class="primary" disabled={busy} onClick={signIn}>
        {busy ? t("signingIn") : t("signIn")}
      </button>
      <p role="alert" class="problem small">
        {problem}
      </p>
    </section>
  );
}

/** Signing in, with its waiting and its failure in words. */
export function useSignIn(): { busy: boolean; problem: string; signIn: () => void } {
  const { t } = useSurroundings();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const signIn = () => {
    setBusy(true);
    setProblem("");
    ask("signIn")
      .catch((error: unknown) => {
        const code = error instanceof RequestError ? error.code : "failed";
        const reason =
          code === "offline" || code === "hub-unavailable"
            ? t("fail.offline")
            : code === "cancelled"
              ? t("fail.cancelled")
              : t("fail.other");
        setProblem(t("signInFailed", { reason }));
      })
      .finally(() => setBusy(false));
  };
  return { busy, problem, signIn };
}
