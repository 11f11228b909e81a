import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem, type FieldError } from "../api/client.ts";
import type problems from "../i18n/en/problems.json";

/** The path of a form field for a JSON Pointer (RFC 6901): `/user/email` is `user.email`. */
export function fieldPath(pointer: string): string {
  return pointer
    .replace(/^#/, "")
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}

/**
 * Sorts refused fields into those that the form shows and the rest. A pointer below a field (`addresses.0.value`) belongs to the field
 * itself when only that is shown.
 */
export function sortFieldErrors(
  errors: readonly FieldError[],
  fields: readonly string[],
): { known: Map<string, string>; rest: FieldError[] } {
  const known = new Map<string, string>();
  const rest: FieldError[] = [];
  for (const error of errors) {
    const path = fieldPath(error.pointer);
    const field = fields.find((name) => path === name) ?? fields.find((name) => path.startsWith(`${name}.`));
    if (field === undefined) rest.push(error);
    else if (!known.has(field)) known.set(field, error.message);
  }
  return { known, rest };
}

type FieldMeaning = Exclude<keyof (typeof problems)["field"], "other">;

/** What a validator's English sentence means; the words are ours in both languages. The first that fits counts. */
const MEANINGS: readonly [RegExp, FieldMeaning][] = [
  [/check digit/i, "checkDigit"],
  [/already the company number/i, "icoTaken"],
  [/\(IČO\) of eight/, "ico"],
  [/company number/i, "companyNumber"],
  [/\(DIČ\) of ten/, "dic"],
  [/\(DIČ\): CZ/, "dicCz"],
  [/tax number/i, "taxNumber"],
  [/VAT identifier/, "vat"],
  [/public mail provider/i, "publicDomain"],
  [/refuses this name and password/i, "password"],
  [/cannot be reached|did not answer|not understood|does not accept/i, "server"],
  [/nothing at this address/i, "notThere"],
  [/^is not right|current password/i, "currentPassword"],
  [/well-known password|run of keys|few characters|name or e-mail address/i, "weakPassword"],
  [/already|taken|colleague/i, "taken"],
  [/phone/i, "phone"],
  [/e-?mail/i, "email"],
  [/received (undefined|null)|required|must not be empty|>=\s*1 char/i, "required"],
  [/too (big|long)|at most|<=\s*\d+ char/i, "tooLong"],
  [/too (small|short)|at least/i, "tooShort"],
  [/domain|host ?name/i, "domain"],
  [/https? address|url/i, "url"],
  [/date|instant/i, "date"],
];

/** Maps the hub's message for a field to words in the user's language; unknown ones are shown as they came. */
export function useFieldMessage(): (message: string) => string {
  const { t } = useTranslation();
  return (message) => {
    const meaning = MEANINGS.find(([pattern]) => pattern.test(message))?.[1];
    return meaning ? t(`problems.field.${meaning}`) : t("problems.field.other", { message });
  };
}

interface FormLike {
  setFieldError: (path: string, error: string) => void;
}

/**
 * Shows a failed request in a form: at its fields, and above it what has no field.
 * @param fields paths that the form shows, in its own names
 * @param rename pointer paths whose field has another name in the form
 */
export function useFormProblem(form: FormLike, fields: readonly string[], rename: Record<string, string> = {}) {
  const [error, setError] = useState<unknown>(null);
  const [rest, setRest] = useState<string[]>([]);
  const say = useFieldMessage();
  return {
    error,
    rest,
    clear: () => {
      setError(null);
      setRest([]);
    },
    show: (problem: unknown) => {
      const renamed =
        problem instanceof ApiProblem ? problem.errors.map((one) => ({ ...one, pointer: renamePointer(one.pointer, rename) })) : [];
      const sorted = sortFieldErrors(renamed, fields);
      for (const [path, message] of sorted.known) form.setFieldError(path, say(message));
      setRest(sorted.rest.map((one) => `${fieldPath(one.pointer)}: ${say(one.message)}`.replace(/^: /, "")));
      setError(sorted.known.size > 0 && sorted.rest.length === 0 ? null : problem);
    },
  };
}

function renamePointer(pointer: string, rename: Record<string, string>): string {
  const path = fieldPath(pointer);
  for (const [from, to] of Object.entries(rename)) {
    if (path === from || path.startsWith(`${from}.`)) return `/${to.replaceAll(".", "/")}`;
  }
  return pointer;
}
