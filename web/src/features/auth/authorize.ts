/** The scopes that a program asks for, each once. */
export function requestedScopes(scope: string | undefined): string[] {
  const asked = (scope ?? "").split(/\s+/).filter((one) => one !== "");
  return asked.length === 0 ? ["extension"] : [...new Set(asked)];
}
