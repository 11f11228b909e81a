const MAX_PROBLEMS = 100;
const MAX_LENGTH = 200;

/** Collects what was wrong with a calendar and how it was read nevertheless: each sentence once, a bounded number of them. */
export class Problems {
  private readonly sentences = new Set<string>();
  private suppressed = 0;

  add(sentence: string): void {
    const text = sentence.length > MAX_LENGTH ? `${sentence.slice(0, MAX_LENGTH)}…` : sentence;
    if (this.sentences.has(text)) return;
    if (this.sentences.size < MAX_PROBLEMS) this.sentences.add(text);
    else this.suppressed += 1;
  }

  list(): string[] {
    const list = [...this.sentences];
    return this.suppressed > 0 ? [...list, `and ${this.suppressed} more problems`] : list;
  }
}

/** A piece of foreign text for a problem sentence: short, in quotation marks, control characters made visible. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
