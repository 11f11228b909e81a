import { Button, Stack } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { secondStep, signInWithPasskey, type SecondStep, type SignInStep } from "../../api/accounts.ts";
import type { Me } from "../../api/types.ts";
import { CodeForm } from "./code-form.tsx";
import { PasskeyProblem } from "./use-confirmed.tsx";

interface SecondStepFormProps {
  step: SecondStep;
  onSignedIn: (me: Me) => void;
  onBack: () => void;
}

/** After the right password: a code, a passkey, or a code from paper. */
export function SecondStepForm({ step, onSignedIn, onBack }: SecondStepFormProps) {
  const { t } = useTranslation();
  const [way, setWay] = useState<SignInStep>(step.steps[0] ?? "totp");
  const code = useMutation({ mutationFn: (value: string) => secondStep({ ticket: step.ticket, code: value }), onSuccess: onSignedIn });
  const passkey = useMutation({ mutationFn: () => signInWithPasskey(step.ticket), onSuccess: onSignedIn });
  return (
    <Stack gap="md">
      {way === "passkey" ? (
        <>
          <PasskeyProblem error={passkey.error} />
          <Button
            size="md"
            leftSection={<IconFingerprint size={18} aria-hidden="true" />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {t("accounts.passkey.use")}
          </Button>
        </>
      ) : (
        <CodeForm
          key={way}
          recovery={way === "recovery"}
          action={t("auth.signIn.action")}
          pending={code.isPending}
          error={code.error}
          onCode={(value) => code.mutate(value)}
        />
      )}
      {step.steps
        .filter((other) => other !== way)
        .map((other) => (
          <Button
            key={other}
            variant="subtle"
            onClick={() => {
              code.reset();
              setWay(other);
            }}
          >
            {t(`accounts.instead.${other}`)}
          </Button>
        ))}
      <Button variant="subtle" color="gray" onClick={onBack}>
        {t("accounts.step.back")}
      </Button>
    </Stack>
  );
}
